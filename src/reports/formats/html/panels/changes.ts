import { CHANGES_MAX, type PriceChange, type RunDigest } from '../../../digest/run-digest.ts'
import { reasonText } from '../../reason-texts.ts'
import { countOf, milliseconds, money, number, percentOfBps } from '../../texts.ts'
import { waterfall } from '../charts/waterfall.ts'
import { html, type Markup } from '../markup.ts'

/** Every change that the report has, one shown at a time; without scripts, the first one. */
export function changesPanel({ changes, skusChanged }: RunDigest, startsAt: number): Markup {
  return html`<section id="waterfall" aria-labelledby="waterfall-title">
<h2 id="waterfall-title">Why a SKU had its price</h2>
${changes.length === 0 ? html`<p class="empty">No price or reason changed while traffic ran.</p>` : chooser(changes, skusChanged, startsAt)}
</section>
`
}

function chooser(changes: readonly PriceChange[], skusChanged: number, startsAt: number): Markup {
  const all = changes.length === skusChanged
  const scope = all ? `${countOf(skusChanged, 'SKU')} changed; all are here` : `${countOf(skusChanged, 'SKU')} changed; here are the ${number(changes.length)} whose discount was cut most or whose price moved most (at most ${CHANGES_MAX})`
  return html`<p class="summary">${scope}, each by its most telling decision. <code>promo explain</code> has every SKU and every decision.</p>
<div class="chooser"><label for="sku">SKU or name</label> <input id="sku" list="skus" autocomplete="off" spellcheck="false"><datalist id="skus">${changes.map(({ name, explanation: { sku } }) => html`<option value="${sku}">${name}</option>`)}</datalist>
<button type="button" data-step="-1">Previous</button> <button type="button" data-step="1">Next</button> <output id="sku-shown" aria-live="polite"></output></div>
<div id="changes">${changes.map((change, index) => card(change, index, startsAt))}</div>
`
}

function card(change: PriceChange, index: number, startsAt: number): Markup {
  const { name, explanation, cause } = change
  const { sku, store, ts, reasonCode, decisionId } = explanation
  const at = milliseconds(Math.max(0, ts - startsAt))
  return html`<article data-sku="${sku}" data-name="${name}"${index > 0 && HIDDEN}>
<h3>${name} <code>${sku}</code></h3>
<p>${reasonText(reasonCode)} <code>${reasonCode}</code>, store ${store}, ${at} into the run, caused by ${cause ? html`${cause.type} <code>${cause.id}</code>` : 'folded events, a schedule or a rule'}</p>
<div class="split">${waterfall(change)}${facts(change)}</div>
<p class="faint">decision <code>${decisionId}</code></p>
</article>
`
}

const HIDDEN = html` hidden`

function facts({ wantedBps, givenBps, explanation }: PriceChange): Markup {
  const { inputs, priceBefore, marginBps, floorPrice, candidates, modelOutputs } = explanation
  const say = (minor: number | undefined) => (minor === undefined ? 'none' : money(minor, inputs.currency))
  const rows: readonly (readonly [string, string | false])[] = [
    ['price before', priceBefore === undefined ? 'off sale' : say(priceBefore)],
    ['discount', wantedBps > givenBps ? `${percentOfBps(wantedBps)} wanted, ${percentOfBps(givenBps)} given` : percentOfBps(givenBps)],
    ['margin', marginBps === undefined ? 'none: off sale' : percentOfBps(marginBps)],
    ['floor price', floorPrice === undefined ? 'none: no price is safe' : say(floorPrice)],
    ['cost', `${say(inputs.costMinor)} (version ${inputs.costVersion})${inputs.costInReview ? ', another one waits for a review' : ''}`],
    ['logistics', inputs.logisticsMinor > 0 && say(inputs.logisticsMinor)],
    ['tax', inputs.taxRateBps ? `${percentOfBps(inputs.taxRateBps)} in the price` : inputs.flatTaxMinor ? say(inputs.flatTaxMinor) : false],
    ['competitor', inputs.competitorMinor ? say(inputs.competitorMinor) : false],
    ['stock', `${number(inputs.onHand)} on hand, stance ${modelOutputs.stance}`],
    ['promotions', candidates.map(({ promotion, discountMinor }) => `${promotion} (${say(discountMinor)} off)`).join(', ') || false],
  ]
  return html`<dl>${rows.map(([term, text]) => text !== false && html`<div><dt>${term}</dt><dd>${text}</dd></div>`)}</dl>`
}
