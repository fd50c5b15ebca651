import { describe, expect, it } from 'vitest'
import { openMarket } from './market.ts'
import { storeHistories } from './store-history.ts'
import { sampleScenario, sampleSkus } from './test-samples.ts'
import { Traffic } from './traffic.ts'

const SKUS = sampleSkus()
const market = openMarket(sampleScenario({ durationMs: 60_000 }), SKUS)
const histories = SKUS.flatMap((_, sku) => storeHistories(market, sku))

describe('the velocity before the run', () => {
  it('is the one that the traffic goes on with', () => {
    const sold = new Map<string, number>()
    new Traffic(market).emitDue(60_000, (_partition, kind, line) => {
      if (kind !== 'sales') return
      const { sku, data } = JSON.parse(line) as { sku: string; data: { qty: number } }
      sold.set(sku, (sold.get(sku) ?? 0) + data.qty)
    })
    const hottest = market.skuShares.indexOf(Math.max(...market.skuShares))
    const unitsPerHour = storeHistories(market, hottest).reduce((sum, [, perHour]) => sum + perHour, 0)
    const soldPerHour = (sold.get(SKUS[hottest].sku) as number) * 60
    expect(soldPerHour / unitsPerHour).toBeGreaterThan(0.95)
    expect(soldPerHour / unitsPerHour).toBeLessThan(1.05)
  })

  it('of a spike is the one before it', () => {
    const spike = openMarket(sampleScenario({}, { shape: { kind: 'spike', rate: 200, peak: 2_000, atMs: 1_000, forMs: 1_000 } }), SKUS)
    const [, steady] = storeHistories(openMarket(sampleScenario({}, { shape: { kind: 'constant', rate: 200 } }), SKUS), 0)[0]
    expect(storeHistories(spike, 0)[0][1]).toBe(steady)
  })
})

describe('stock', () => {
  const cover = histories.map(([onHand, unitsPerHour]) => onHand / unitsPerHour)
  const shareWith = (test: (hours: number) => boolean) => cover.filter(test).length / cover.length

  it('mostly lasts from six hours to five days', () => {
    expect(shareWith((hours) => hours >= 5.9 && hours <= 121)).toBeGreaterThan(0.88)
  })

  it('is scarce for a few items and too much for a few others', () => {
    expect(shareWith((hours) => hours < 3)).toBeGreaterThan(0.01)
    expect(shareWith((hours) => hours > 700)).toBeGreaterThan(0.02)
  })

  it('grows with the scenario’s factor', () => {
    const scenario = sampleScenario({ durationMs: 60_000 })
    const tenfold = openMarket({ ...scenario, catalog: { ...scenario.catalog, stockFactor: 10 } }, SKUS)
    const total = (of: typeof market) => SKUS.reduce((sum, _, sku) => sum + storeHistories(of, sku).reduce((units, [onHand]) => units + onHand, 0), 0)
    expect(total(tenfold) / total(market)).toBeCloseTo(10, 1)
  })
})
