import { describe, expect, it } from 'vitest'
import { Admission } from './admission.ts'
import type { Draft } from './feeds/feed.ts'
import { openMarket } from './market.ts'
import { FEEDS, type TrafficShape } from './scenario.ts'
import { sampleScenario, sampleSkus } from './test-samples.ts'

const DURATION_MS = 60_000
const SALE: Draft = { head: '{"topic":"sales_events","id":"', afterId: '","type":"sale","sku":', sku: 0, store: 0, data: '' }
const COUNT: Draft = { ...SALE, head: '{"topic":"inventory_events","id":"', afterId: '","type":"stock_counted","sku":' }

/** One partition, so that its limit is the whole schedule's. */
function admissionAt(lag: number, { shape = { kind: 'constant', rate: 10_000 } as TrafficShape, lagMaxMs = 1000, partitions = 1, filled = 0 } = {}) {
  const market = openMarket(sampleScenario({ durationMs: DURATION_MS, partitions }, { shape }), sampleSkus())
  return new Admission(market, lagMaxMs, { lagOf: () => lag, filledOf: () => filled })
}

const rejectedAt = (admission: Admission, atMs: number) => FEEDS.filter((kind) => admission.rejects(kind, SALE, 0, atMs))

describe('given a second of traffic as the limit, at 10,000 events a second', () => {
  it('when as many wait as the schedule has in a second, then everything is admitted', () => {
    expect(rejectedAt(admissionAt(10_000), 30_000)).toEqual([])
  })

  it('when more wait, then kinds are rejected one after another, what is missed least first', () => {
    expect(rejectedAt(admissionAt(10_001), 30_000)).toEqual(['demand'])
    expect(rejectedAt(admissionAt(12_501), 30_000)).toEqual(['demand', 'competitor'])
    expect(rejectedAt(admissionAt(15_001), 30_000)).toEqual(['demand', 'sales', 'competitor'])
  })

  it('when no end is in sight, then costs, rules and stock counts are admitted all the same', () => {
    const admission = admissionAt(1_000_000)
    expect(rejectedAt(admission, 30_000)).toEqual(['demand', 'sales', 'inventory', 'competitor'])
    expect(admission.rejects('inventory', COUNT, 0, 30_000)).toBe(false)
  })

  it('when events are rejected, then each is counted by partition and kind, and what is admitted is not', () => {
    const admission = admissionAt(12_501)
    rejectedAt(admission, 30_000)
    rejectedAt(admission, 30_001)
    expect(admission.rejected).toEqual([{ demand: 2, competitor: 2, sales: 0, inventory: 0, cost: 0, rules: 0 }])
  })
})

describe('given a buffer smaller than the limit', () => {
  it('when it fills, then kinds are rejected one after another, and room is left for costs and rules', () => {
    const rejected = (filled: number) => rejectedAt(admissionAt(0, { filled }), 30_000)
    expect([0.4, 0.41, 0.51, 0.61, 0.81].map(rejected)).toEqual([[], ['demand'], ['demand', 'competitor'], ['demand', 'sales', 'competitor'], ['demand', 'sales', 'inventory', 'competitor']])
  })
})

describe('given a limit that follows the schedule', () => {
  const spike: TrafficShape = { kind: 'spike', rate: 2000, peak: 20_000, atMs: 20_000, forMs: 20_000 }

  it.each([0, DURATION_MS])('when the run is at its very edge (%d ms), then the limit is that of a whole second', (atMs) => {
    expect(rejectedAt(admissionAt(10_000), atMs)).toEqual([])
    expect(rejectedAt(admissionAt(10_001), atMs)).toEqual(['demand'])
  })

  it('when a peak begins and ends, then the limit is the peak’s already and still', () => {
    for (const atMs of [20_000, 30_000, 40_000]) expect(rejectedAt(admissionAt(20_000, { shape: spike }), atMs)).toEqual([])
    expect(rejectedAt(admissionAt(20_000, { shape: spike }), 41_001)).toContain('demand')
  })

  it('when there is hardly any traffic, then a thousand records are no queue yet', () => {
    const shape: TrafficShape = { kind: 'constant', rate: 10 }
    expect(rejectedAt(admissionAt(1000, { shape }), 30_000)).toEqual([])
    expect(rejectedAt(admissionAt(1001, { shape }), 30_000)).toEqual(['demand'])
  })
})

it('given eight partitions, when each holds its own share of a second, then nothing is rejected, and one that holds everybody’s is', () => {
  const market = openMarket(sampleScenario({ durationMs: DURATION_MS }, { shape: { kind: 'constant', rate: 10_000 } }), sampleSkus())
  const shares = Array.from({ length: 8 }, (_, partition) => market.skuShares.reduce((sum, share, sku) => sum + (market.partitions[sku] === partition ? share : 0), 0))
  const lags = shares.map((share) => Math.floor(share * 10_000))
  const admission = new Admission(market, 1000, { lagOf: (partition) => lags[partition], filledOf: () => 0 })
  const rejecting = () => lags.flatMap((_, partition) => (admission.rejects('demand', SALE, partition, 30_000) ? [partition] : []))
  expect(rejecting()).toEqual([])
  lags[3] = 10_000
  expect(rejecting()).toEqual([3])
})
