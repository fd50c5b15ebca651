import { describe, expect, it } from 'vitest'
import type { PartitionBatch } from '../recording.ts'
import { concludeDiff } from './conclude-diff.ts'
import { SkuLedger } from './sku-ledger.ts'

const seed = (sku: string) => `{"topic":"catalog","type":"sku_seeded","sku":"${sku}","data":{"name":"${sku} by name","currency":"INR"}}`
const sale = (sku: string, qty: number, store = 'S01') => `{"topic":"sales_events","type":"sale","sku":"${sku}","store":"${store}","data":{"qty":${qty},"unitPriceMinor":1}}`
const decided = (sku: string, priceMinor: number | null, marginBps: number | null, reason = 'BASE_PRICE', stores = ['S01']) =>
  `{"topic":"pricing_decisions","cause":1,"rules":1,"decisions":[["${sku}",${priceMinor},0,${marginBps},10,1,"${reason}",[${stores.map((store) => `["${store}",1,1,1]`).join()}]]]}`

interface Given {
  readonly records: readonly string[]
  readonly before?: readonly string[]
  readonly after?: readonly string[]
  readonly orderLine?: string
}

/** Batches of up to ten lines, one after another. */
function diffOf(batches: readonly Given[], from = 0) {
  const ledger = new SkuLedger()
  for (const [batch, { records, before = [], after = [], orderLine = '{}' }] of batches.entries()) {
    const recorded: PartitionBatch = { partition: 0, batch, now: batch, firstOffset: batch * 10, nextOffset: batch * 10 + 10, records, outputs: before, orderLine }
    ledger.batch(recorded, { from, to: Infinity }, { earlier: [], together: before }, after)
  }
  return concludeDiff([ledger.result()], { baseline: 'a', replayed: 'b', seed: '1' })
}

describe('two rule sets over one recording', () => {
  const seeded = { records: [seed('A'), seed('B')], before: [decided('A', 1000, 4000), decided('B', 500, 2000)], after: [decided('A', 900, 3000), decided('B', 500, 2000)] }

  it('given sales, then each side has them at its own prices', () => {
    const { currencies, movers, skusMoved } = diffOf([seeded, { records: [sale('A', 3), sale('B', 2)] }])
    expect(currencies[0]).toMatchObject({ currency: 'INR', skus: 2, units: 5, before: { revenueMinor: 4000, profitMinor: 1400 }, after: { revenueMinor: 3700, profitMinor: 1010 } })
    expect(currencies[0].revenueMinor.value).toBe(-300)
    expect([skusMoved, movers.map(({ sku }) => sku)]).toEqual([1, ['A']])
    expect(movers[0]).toMatchObject({ name: 'A by name', units: 3, before: { endPriceMinor: 1000 }, after: { endPriceMinor: 900 } })
  })

  it('given a decision in the batch of a sale, then the sale was paid at the price before it', () => {
    const { currencies } = diffOf([seeded, { records: [sale('A', 1)], before: [decided('A', 1, 1)], after: [decided('A', 1, 1)] }])
    expect(currencies[0]).toMatchObject({ before: { revenueMinor: 1000 }, after: { revenueMinor: 900 } })
  })

  it('given no price, then the units are counted and sold for nothing', () => {
    const { currencies } = diffOf([seeded, { records: [], after: [decided('A', null, null, 'NO_SAFE_PRICE')] }, { records: [sale('A', 4)] }])
    expect(currencies[0]).toMatchObject({ before: { revenueMinor: 4000, unpricedUnits: 0 }, after: { revenueMinor: 0, unpricedUnits: 4 } })
  })

  it('given a sale that came twice, then it counts once', () => {
    const { currencies } = diffOf([seeded, { records: [sale('A', 1), sale('A', 1)], orderLine: '{"topic":"order","inputs":2,"deduplicated":[11]}' }])
    expect(currencies[0].units).toBe(1)
  })

  it('given a range, then what stood before it makes prices, and no sums', () => {
    const { currencies, reasons } = diffOf([seeded, { records: [sale('A', 1)] }, { records: [sale('A', 2)], after: [decided('A', 1, 1, 'PROMO_BLOCKED_MARGIN', ['S01', 'S02'])] }], 20)
    expect(currencies[0].units).toBe(2)
    expect(reasons).toEqual([{ reason: 'PROMO_BLOCKED_MARGIN', before: 0, after: 2 }])
  })

  it('counts what the guard did, by the reasons that are its own', () => {
    const { breachesPrevented } = diffOf([{ ...seeded, before: [decided('A', 1, 1, 'PROMO_MODIFY_DISCOUNT'), decided('B', 1, 1)], after: [decided('A', null, null, 'NO_SAFE_PRICE'), decided('B', 1, 1, 'HOLD_LAST_SAFE')] }])
    expect(breachesPrevented).toEqual({ before: 1, after: 2 })
  })

  it('given damaged sales and unknown SKUs, then they are nobody’s', () => {
    expect(diffOf([seeded, { records: ['{"topic":"sales_events"', sale('C', 1), '{"topic":"sales_events","sku":"A","data":{}}'] }]).currencies[0].units).toBe(0)
  })
})
