import { compareWithControl } from '../../../control-run.ts'
import type { RunDocument } from '../../../run-document.ts'
import { html, type Markup, NOTHING } from '../markup.ts'

/** The run beside the same seed without faults: what differs is what the faults did. */
export function controlPanel(document: RunDocument): Markup {
  const { control } = document
  if (!control) return NOTHING
  const rows = compareWithControl(document, control)
  return html`<section id="control" aria-labelledby="control-title">
<h2 id="control-title">Beside its control</h2>
<p class="summary">The control is the same seed without faults: <code>${control.run.runDir ?? control.run.id}</code>. Its own report stands there.</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="control-title"><table>
<thead><tr><th scope="col">measured</th><th scope="col">this run</th><th scope="col">control</th></tr></thead>
<tbody>${rows.map(({ label, run, control: without }) => html`<tr><th scope="row"><code>${label}</code></th><td>${run}</td><td>${without}</td></tr>
`)}</tbody></table></div>
</section>
`
}
