import type { InvariantResult, RunDocument, Status, ThresholdResult } from '../../../run-document.ts'
import { markOf } from '../../paint.ts'
import { NOT_KNOWN, number } from '../../texts.ts'
import { html, type Markup, NOTHING } from '../markup.ts'

const WORDS: Readonly<Record<Status, string>> = { pass: 'held', fail: 'not held', unknown: 'not known' }

/** What was asked of the run, and what was found. */
export function judgedPanel({ thresholds, invariants }: RunDocument): Markup {
  return html`<section id="judged" aria-labelledby="judged-title">
<h2 id="judged-title">Thresholds and invariants</h2>
<div class="columns">
<div><h3 id="thresholds-title">Thresholds</h3><div class="scroll" tabindex="0" role="group" aria-labelledby="thresholds-title"><table>
<thead><tr><th scope="col">held</th><th scope="col">threshold</th><th scope="col">actual</th></tr></thead>
<tbody>${thresholds.map(thresholdRow)}</tbody></table></div></div>
<div><h3 id="invariants-title">Invariants</h3><p class="summary">Recomputed from the log by checks that share no code with the pipeline.</p><div class="scroll" tabindex="0" role="group" aria-labelledby="invariants-title"><table>
<thead><tr><th scope="col">held</th><th scope="col">invariant</th><th scope="col">violations</th><th scope="col">checked</th></tr></thead>
<tbody>${invariants.map(invariantRow)}</tbody></table></div></div>
</div>
</section>
`
}

const mark = (status: Status): Markup => html`<span class="status ${status}"><span aria-hidden="true">${markOf(status)}</span><span class="visually-hidden">${WORDS[status]}</span></span>`

function thresholdRow({ metric, expression, actual, status, message }: ThresholdResult): Markup {
  const why = status === 'pass' ? NOTHING : html`<br><span class="faint">${message}</span>`
  return html`<tr><td>${mark(status)}</td><th scope="row"><code>${metric}: ${expression}</code>${why}</th><td>${actual === null ? NOT_KNOWN : number(actual)}</td></tr>
`
}

function invariantRow({ name, status, checked, violations, examples }: InvariantResult): Markup {
  const told = examples.slice(0, 3).map((example) => html`<br><span class="faint">${Object.entries(example).map(([field, value]) => `${field} ${String(value)}`).join(', ')}</span>`)
  return html`<tr><td>${mark(status)}</td><th scope="row"><code>${name}</code>${told}</th><td>${status === 'unknown' ? 'could not finish' : number(violations)}</td><td>${number(checked)}</td></tr>
`
}
