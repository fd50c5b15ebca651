import { expect, it } from 'vitest'
import { EVENT_TYPES } from '../engine/pricing/event-types.ts'
import type { PricingEvent } from '../engine/pricing/events.ts'
import { openMarket } from './market.ts'
import { seedLines } from './seed-lines.ts'
import { storeHistories } from './store-history.ts'
import { sampleScenario, sampleSkus } from './test-samples.ts'

const scenario = sampleScenario()
const market = openMarket(scenario, sampleSkus())
const byPartition = Array.from({ length: scenario.partitions }, (_, partition) => [...seedLines(market, partition)].map((line) => JSON.parse(line) as PricingEvent))

it('seeds every SKU once, in its own partition, with its history', () => {
  byPartition.forEach((events, partition) => {
    for (const { type, sku, data } of events) {
      if (type !== 'sku_seeded') continue
      const index = market.skus.findIndex((each) => each.sku === sku)
      const { sku: _code, ...facts } = market.skus[index]
      expect(market.partitions[index]).toBe(partition)
      expect(data).toEqual({ ...facts, stores: storeHistories(market, index).map((pair) => [...pair]) })
    }
  })
  expect(byPartition.flat().filter(({ type }) => type === 'sku_seeded')).toHaveLength(market.skus.length)
})

it('copies every promotion into every partition', () => {
  for (const events of byPartition) {
    const created = events.filter(({ type }) => type === 'promotion_created')
    expect(created.map(({ data }) => data.promotion)).toEqual(scenario.promotions)
  }
})

it('writes good events with dense ids at the start of the run', () => {
  byPartition.forEach((events, partition) => {
    events.forEach((event, n) => {
      expect(event).toMatchObject({ id: `seed-${partition}-${n}`, ts: scenario.startsAt, receivedAt: scenario.startsAt, schemaVersion: 1 })
      expect(EVENT_TYPES[event.type].fault!(event.data)).toBeUndefined()
    })
  })
})

it('is ready for 5,000 SKUs in 20 stores well before anybody waits', () => {
  const full = { ...scenario, catalog: { ...scenario.catalog, stores: Array.from({ length: 20 }, (_, index) => `S${index}`) } }
  const large = openMarket(full, sampleSkus(5_000))
  const startedAt = performance.now()
  let characters = 0
  for (let partition = 0; partition < 8; partition++) for (const line of seedLines(large, partition)) characters += line.length
  expect(characters).toBeGreaterThan(1_000_000)
  expect(performance.now() - startedAt).toBeLessThan(500)
})
