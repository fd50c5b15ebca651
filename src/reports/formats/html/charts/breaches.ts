import type { RunDigest } from '../../../digest/run-digest.ts'
import { reasonText } from '../../reason-texts.ts'
import { countOf, number } from '../../texts.ts'
import { html, type Markup } from '../markup.ts'
import { bar } from './bars.ts'

/** What the guard did about prices under the floor, by the reason that the decision carries. */
export function breaches({ prevented }: RunDigest): Markup {
  const rows = Object.entries(prevented).toSorted(([, a], [, b]) => b - a)
  const total = rows.reduce((sum, [, count]) => sum + count, 0)
  return html`<figure id="breaches" aria-labelledby="breaches-title">
<h3 id="breaches-title">Margin breaches prevented</h3>
<p class="summary">In ${countOf(total, 'decision')} the price that was asked for was under the margin floor, and the guard changed or blocked it. By the reason that the decision carries:</p>
${rows.length === 0 ? html`<p class="empty">Nothing had to be prevented.</p>` : tableOf(rows, total)}
</figure>
`
}

function tableOf(rows: readonly (readonly [string, number])[], total: number): Markup {
  const most = rows[0][1]
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="breaches-title"><table class="bars">
<thead><tr><th scope="col">reason</th><th scope="col" class="drawn"><span class="visually-hidden">bar</span></th><th scope="col">decisions</th><th scope="col">share</th></tr></thead>
<tbody>${rows.map(([reason, count]) => html`<tr><th scope="row">${reasonText(reason)} <code>${reason}</code></th><td class="drawn">${bar(count / most)}</td><td>${number(count)}</td><td>${((count * 100) / total).toFixed(1)} %</td></tr>\n`)}</tbody></table></div>`
}
