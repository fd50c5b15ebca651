import type { Explanation } from '../../reports/formats/explanation.ts'
import { countOf, money, number, percentOfBps, printable } from '../../reports/formats/texts.ts'
import type { CauseChain, Link } from '../explained/cause-chain.ts'
import { chainLines } from '../explained/chain-lines.ts'
import type { SkuState, StoreState } from './sku-state.ts'

/** All that `promo state` tells. */
export interface StateAnswer {
  readonly sku: string
  readonly name: string
  readonly partition: number
  /** Virtual epoch ms. */
  readonly now: number
  /** The last record of the SKU’s partition that counts. */
  readonly offset: number
  readonly state: SkuState
  /** Of the decision that the newest change of the price goes back to. */
  readonly explanation: Explanation
  readonly chain: CauseChain
}

/** The state for a person. */
export function stateLines(answer: StateAnswer): readonly string[] {
  const { sku, name, partition, now, offset, state, explanation, chain } = answer
  const lines = [
    `${name} (${sku}) at ${new Date(now).toISOString()} of virtual time, behind record ${number(offset)} of partition ${partition}`,
    '',
    '  KNOWN OF IT',
    ...factLines(state).map((line) => `    ${line}`),
    '',
    '  BY STORE',
    ...storeLines(state).map((line) => `    ${line}`),
    '',
    `  THE NEWEST CHANGE  in store ${explanation.store}, at ${new Date(explanation.ts).toISOString().slice(11, 23)}`,
    `    ${changeText(explanation)}: ${explanation.reasonCode}`,
    `    decided as ${explanation.decisionId}`,
    `    because of ${causeText(chain.links[2])}`,
    ...chainLines(chain),
  ]
  return lines.map(printable)
}

function factLines({ currency, category, baseMinor, promotions, cost, competitorMinor, manual }: SkuState): readonly string[] {
  const inForce = promotions.filter(({ isInForce }) => isInForce).map(({ id, kind }) => `${id} (${kind})`)
  const later = promotions.filter(({ isInForce }) => !isInForce).map(({ id }) => id)
  const floor = cost.floorMinor === null ? 'no price holds the floor' : `floor ${money(cost.floorMinor, currency)}`
  return [
    `base price    ${money(baseMinor, currency)}, category ${category}`,
    `accepted cost ${money(cost.acceptedMinor, currency)}, ${seededText(cost.version)}; ${floor}${cost.isInReview ? '; another cost waits for a review' : ''}`,
    ...cost.waiting.map(({ costMinor, effectiveFrom }) => `waiting cost  ${money(costMinor, currency)} from ${new Date(effectiveFrom).toISOString()}`),
    `promotions    ${inForce.join(', ') || 'none in force'}${later.length === 0 ? '' : `; not in force: ${later.join(', ')}`}`,
    ...(competitorMinor === null ? [] : [`competitor    ${money(competitorMinor, currency)}`]),
    ...(manual === null ? [] : [`manual price  ${money(manual.priceMinor, currency)} until ${new Date(manual.until).toISOString()}`]),
  ]
}

const seededText = (version: number): string => (version === 1 ? 'as seeded' : `changed ${countOf(version - 1, 'time')} since it was seeded`)

/** What stands published, in columns, and what was known beside it. */
function storeLines({ stores, currency }: SkuState): readonly string[] {
  const rows = stores.map(({ store, price }) => [store, priceText(price, currency), price?.reason ?? ''])
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => row[column].length)))
  return rows.map(([store, price, reason], index) => `${store.padEnd(widths[0])}  ${price.padStart(widths[1])}  ${reason}; ${knownText(stores[index])}`)
}

function priceText(price: StoreState['price'], currency: string): string {
  if (price === null) return 'no price yet'
  return price.priceMinor === null ? 'unavailable' : money(price.priceMinor, currency)
}

function knownText({ stock, features: { unitsPerHour, depletionEtaHours, stance } }: StoreState): string {
  const gone = depletionEtaHours === null ? 'nothing sells' : `gone in ${number(depletionEtaHours)} h`
  return [`${number(stock.onHand)} on hand`, `${number(unitsPerHour)} sold/h`, gone, ...(stance === 'normal' ? [] : [stance])].join(', ')
}

function changeText({ priceBefore, priceAfter, inputs: { currency }, discountBps }: Explanation): string {
  const after = priceAfter === undefined ? 'unavailable' : money(priceAfter, currency)
  const off = discountBps > 0 ? `, ${percentOfBps(discountBps)} off` : ''
  return priceBefore === priceAfter || priceBefore === undefined ? `${after}${off}` : `${money(priceBefore, currency)} → ${after}${off}`
}

function causeText({ what, id, causationId, type, topic, partition, offset }: Link): string {
  if (what === 'event') return `${id}, ${type} in ${topic}/${partition}:${offset}`
  return causationId === null ? `a tick (${id}): a schedule or a waiting cost` : `a tick (${id}), which decided ${causationId}`
}
