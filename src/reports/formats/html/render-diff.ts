import { type CurrencyDiff, type Interval, MOVERS_MAX, type ReplayDiff, type SkuDiff } from '../../digest/replay-diff.ts'
import { marginBpsOf } from '../diff-lines.ts'
import { reasonText } from '../reason-texts.ts'
import { countOf, money, number, percentOfBps } from '../texts.ts'
import { loadAssets } from './assets.ts'
import { bar } from './charts/bars.ts'
import { html, type Markup } from './markup.ts'
import { page } from './page.ts'

/** Two rule sets over one recording, as one HTML file that asks nobody for anything. */
export function renderDiff(diff: ReplayDiff): string {
  const { baseline, replayed, skusMoved } = diff
  const body = html`<a class="skip" href="#main">To the report</a>
<header class="top"><span class="name">promo</span><nav aria-label="Contents"><ul><li><a href="#sums">Sums</a></li><li><a href="#reasons">Reasons</a></li><li><a href="#movers">Movers</a></li></ul></nav><button type="button" id="theme" aria-pressed="false">Dark theme</button></header>
<main id="main" tabindex="-1">
<section aria-labelledby="title"><h1 id="title">${countOf(skusMoved, 'SKU')} moved</h1>
<p class="summary">Before: <code>${baseline}</code>. After: <code>${replayed}</code>. Revenue and margin are for ${diff.demand}.</p></section>
<div id="sums">${diff.currencies.map((currency) => sumsPanel(currency, diff.resamples))}</div>
${reasonsPanel(diff)}
${moversPanel(diff)}
</main>
<footer><p>This file holds everything it shows and sends nothing anywhere.</p></footer>`
  return page(`${baseline} and ${replayed}`, body, loadAssets())
}

function sumsPanel(diff: CurrencyDiff, resamples: number): Markup {
  const { currency, before, after, skus, units } = diff
  const say = (minor: number) => money(minor, currency)
  return html`<section aria-labelledby="sums-${currency}"><h2 id="sums-${currency}">${currency}</h2>
<p class="summary">${countOf(units, 'unit')} of ${countOf(skus, 'SKU')} were sold in the recording. Intervals hold 95 % of ${number(resamples)} resamplings of the SKUs.</p>
${table(
  `${currency}: sums`,
  ['', 'before', 'after', 'difference', '95 % interval'],
  [
    ['revenue', say(before.revenueMinor), say(after.revenueMinor), ...intervalCells(diff.revenueMinor, say)],
    ['margin in money', say(before.profitMinor), say(after.profitMinor), ...intervalCells(diff.profitMinor, say)],
    ['margin', percentOfBps(marginBpsOf(before)), percentOfBps(marginBpsOf(after)), ...intervalCells(diff.marginBps, percentOfBps)],
    ['units without a price', number(before.unpricedUnits), number(after.unpricedUnits), number(after.unpricedUnits - before.unpricedUnits), ''],
  ],
)}</section>
`
}

const intervalCells = ({ value, low, high }: Interval, say: (value: number) => string): readonly string[] => [say(value), `${say(low)} to ${say(high)}`]

function reasonsPanel({ reasons, breachesPrevented: { before, after } }: ReplayDiff): Markup {
  const most = Math.max(1, ...reasons.flatMap((reason) => [reason.before, reason.after]))
  return html`<section id="reasons" aria-labelledby="reasons-title"><h2 id="reasons-title">Decisions by reason</h2>
<p class="summary">Margin breaches prevented: ${number(before)} decisions before, ${number(after)} after.</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="reasons-title"><table class="bars">
<thead><tr><th scope="col">reason</th><th scope="col" class="drawn"><span class="visually-hidden">bars</span></th><th scope="col">before</th><th scope="col">after</th></tr></thead>
<tbody>${reasons.map((each) => html`<tr><th scope="row">${reasonText(each.reason)} <code>${each.reason}</code></th><td class="drawn">${bar(each.before / most)}${bar(each.after / most, 'second')}</td><td>${number(each.before)}</td><td>${number(each.after)}</td></tr>\n`)}</tbody></table></div></section>
`
}

function moversPanel({ movers, skusMoved }: ReplayDiff): Markup {
  const scope = skusMoved > movers.length ? `the ${MOVERS_MAX} that change the margin most` : 'all of them'
  return html`<section id="movers" aria-labelledby="movers-title"><h2 id="movers-title">Movers</h2>
<p class="summary">${countOf(skusMoved, 'SKU')} moved; here are ${scope}. Prices are means over the stores, at the end.</p>
${movers.length === 0 ? html`<p class="empty">No price, revenue or margin differs.</p>` : table('Movers', ['SKU', 'units', 'price before', 'price after', 'revenue', 'margin in money', 'margin before', 'margin after'], movers.map(moverCells))}</section>
`
}

function moverCells({ sku, name, currency, units, before, after }: SkuDiff): readonly string[] {
  const say = (minor: number | null) => (minor === null ? 'off sale' : money(minor, currency))
  return [
    `${sku} ${name}`,
    number(units),
    say(before.endPriceMinor),
    say(after.endPriceMinor),
    say(after.revenueMinor - before.revenueMinor),
    say(after.profitMinor - before.profitMinor),
    percentOfBps(marginBpsOf(before)),
    percentOfBps(marginBpsOf(after)),
  ]
}

function table(caption: string, columns: readonly string[], rows: readonly (readonly string[])[]): Markup {
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table><caption class="visually-hidden">${caption}</caption><thead><tr>${columns.map((column) => html`<th scope="col">${column}</th>`)}</tr></thead>
<tbody>${rows.map(([head, ...cells]) => html`<tr><th scope="row">${head}</th>${cells.map((cell) => html`<td>${cell}</td>`)}</tr>\n`)}</tbody></table></div>`
}
