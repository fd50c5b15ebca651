import type { RunDigest, Seller } from '../../../digest/run-digest.ts'
import { countOf, number } from '../../texts.ts'
import { html, type Markup } from '../markup.ts'
import { bar, sparkline } from './bars.ts'

/** What sold best, how much of what there was, and how stock went over the run. */
export function stock({ sellers, skusSold }: RunDigest): Markup {
  return html`<figure id="stock" aria-labelledby="stock-title">
<h3 id="stock-title">Sell-through and stock</h3>
<p class="summary">Sold: ${countOf(skusSold, 'SKU')}; shown: the ${number(sellers.length)} of which most units went, over all stores. Sell-through is units sold out of those on hand at the start and received since; its bars compare the SKUs with each other. The line shows stock over the run, between its own lowest and highest.</p>
${sellers.length === 0 ? html`<p class="empty">Nothing was sold.</p>` : tableOf(sellers)}
</figure>
`
}

function tableOf(sellers: readonly Seller[]): Markup {
  const most = Math.max(...sellers.map(shareSold))
  return html`<div class="scroll" tabindex="0" role="group" aria-labelledby="stock-title"><table class="bars">
<thead><tr><th scope="col">SKU</th><th scope="col">units sold</th><th scope="col">sell-through</th><th scope="col" class="drawn"><span class="visually-hidden">sell-through as a bar</span></th><th scope="col">received</th><th scope="col">stock at the start</th><th scope="col">at the end</th><th scope="col">over the run</th></tr></thead>
<tbody>${sellers.map((seller) => rowOf(seller, most))}</tbody></table></div>`
}

function shareSold({ unitsSold, unitsReceived, startUnits }: Seller): number {
  const there = startUnits + unitsReceived
  return there === 0 ? 0 : Math.min(1, unitsSold / there)
}

function rowOf(seller: Seller, most: number): Markup {
  const { sku, name, unitsSold, unitsReceived, startUnits, endUnits, stock: over } = seller
  const share = shareSold(seller)
  return html`<tr><th scope="row">${name} <code>${sku}</code></th><td>${number(unitsSold)}</td><td>${percent(share)}</td><td class="drawn">${bar(share / (most || 1))}</td><td>${number(unitsReceived)}</td><td>${number(startUnits)}</td><td>${number(endUnits)}</td><td>${sparkline(over)}</td></tr>
`
}

/** Small shares keep two digits that mean something. */
const percent = (share: number): string => `${share === 0 ? '0' : Number((share * 100).toPrecision(2))} %`
