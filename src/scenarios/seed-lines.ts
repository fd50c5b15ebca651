import type { Market } from './market.ts'
import type { Scenario } from './scenario.ts'
import { storeHistories } from './store-history.ts'

/**
 * The first lines of a partition's log: the promotions, which name no partition and are therefore copied into each, then
 * every SKU with its history (in this order each SKU is decided once, with its promotions). Lazy: a catalogue of a
 * million SKUs is never held as text.
 */
export function* seedLines(market: Market, partition: number): Generator<string, void> {
  const { scenario, skus, partitions } = market
  const envelope = envelopeOf(scenario)
  let n = 0
  const id = () => `seed-${partition}-${n++}`
  yield* promotionLines(scenario, id)
  for (let index = 0; index < skus.length; index++) {
    if (partitions[index] !== partition) continue
    const { sku, ...facts } = skus[index]
    const data = JSON.stringify({ ...facts, stores: storeHistories(market, index) })
    yield `{"topic":"catalog","id":"${id()}","type":"sku_seeded","sku":${JSON.stringify(sku)},${envelope},"data":${data}}`
  }
}

/** The scenario's promotions, as they stand before all traffic. */
export const promotionLines = (scenario: Scenario, id: (index: number) => string): readonly string[] =>
  scenario.promotions.map((promotion, index) => `{"topic":"promo_rules","id":"${id(index)}","type":"promotion_created",${envelopeOf(scenario)},"data":${JSON.stringify({ promotion })}}`)

const envelopeOf = ({ startsAt }: Scenario): string => `"ts":${startsAt},"source":"genesis","receivedAt":${startsAt},"schemaVersion":1`
