import { cutOf, type RunDigest } from '../../../digest/run-digest.ts'
import type { InvariantResult } from '../../../run-document.ts'
import { reasonText } from '../../reason-texts.ts'
import { countOf, money, number, percentOfBps } from '../../texts.ts'
import { html, type Markup, NOTHING } from '../markup.ts'

const SHOWN_MAX = 5
const EXAMPLES_MAX = 3

/** Which SKUs lost margin: those that were sold under the floor first, then those whose discount was cut. */
export function cutsPanel({ changes, skusCut }: RunDigest, invariants: readonly InvariantResult[]): Markup {
  const cuts = changes.filter((change) => cutOf(change) > 0).slice(0, SHOWN_MAX)
  return html`<section class="panel" id="cuts" aria-labelledby="cuts-title">
<h2 id="cuts-title">Which SKUs lost margin or discount</h2>
${underFloor(invariants)}
${cuts.length === 0 ? html`<p class="empty">No discount was cut.</p>` : html`<p class="summary">${countOf(skusCut, 'SKU')} did not keep the whole discount. The deepest cuts:</p><div class="scroll" tabindex="0" role="group" aria-labelledby="cuts-title"><table>
<thead><tr><th scope="col">SKU</th><th scope="col">wanted</th><th scope="col">given</th><th scope="col" class="price">price</th><th scope="col">reason</th></tr></thead>
<tbody>${cuts.map(({ name, wantedBps, givenBps, explanation: { sku, inputs, priceAfter, reasonCode } }) => html`<tr><th scope="row"><a href="#waterfall" data-show="${sku}">${name}</a> <code>${sku}</code></th><td>${percentOfBps(wantedBps)}</td><td><strong>${percentOfBps(givenBps)}</strong></td><td class="price">${priceAfter === undefined ? 'off sale' : money(priceAfter, inputs.currency)}</td><td>${reasonText(reasonCode)}</td></tr>\n`)}</tbody></table></div>`}
</section>
`
}

/** What the checks found on sale under the floor: the examples that they kept. */
function underFloor(invariants: readonly InvariantResult[]): Markup {
  const breach = invariants.find(({ name }) => name === 'margin_breaches_published')
  if (!breach || breach.violations === 0) return NOTHING
  const bySku = new Map(breach.examples.filter(({ sku }) => typeof sku === 'string').map((example) => [example.sku, example]))
  const examples = [...bySku.values()].slice(0, EXAMPLES_MAX)
  const said = examples.map(({ sku, store, marginBps }) => html`<li><code>${String(sku)}</code> in store ${String(store)}, at a margin of ${percentOfBps(Number(marginBps))}</li>`)
  return html`<div class="alarm"><p><strong>${number(breach.violations)} prices were published under the margin floor.</strong> Among them:</p><ul>${said}</ul></div>`
}
