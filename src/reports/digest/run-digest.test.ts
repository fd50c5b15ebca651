import { describe, expect, it } from 'vitest'
import { CHANGES_MAX, mergeDigests, type PriceChange, type RunDigest, SELLERS_MAX, type Seller } from './run-digest.ts'

const EMPTY: RunDigest = { processed: [], margins: { before: [], after: [] }, prevented: {}, skusChanged: 0, skusCut: 0, changes: [], skusSold: 0, sellers: [] }

const change = (sku: string, wantedBps: number, givenBps: number, movedBps = 0) => ({ name: sku, wantedBps, givenBps, movedBps, explanation: { sku }, cause: null }) as unknown as PriceChange

const seller = (sku: string, unitsSold: number): Seller => ({ sku, name: sku, unitsSold, unitsReceived: 0, startUnits: 9, endUnits: 9, stock: [] })

describe('digests of partitions', () => {
  it('add up, however long each is', () => {
    const merged = mergeDigests([
      { ...EMPTY, processed: [1, 2], prevented: { A: 1 }, skusCut: 1, margins: { before: [1], after: [2] } },
      { ...EMPTY, processed: [1, 2, 3], prevented: { A: 1, B: 2 }, skusCut: 2, margins: { before: [1], after: [2] } },
    ])
    expect(merged).toMatchObject({ processed: [2, 4, 3], prevented: { A: 2, B: 2 }, skusCut: 3, margins: { before: [2], after: [4] } })
  })

  it('put the deepest cut first, then the largest move, then the name', () => {
    const { changes } = mergeDigests([
      { ...EMPTY, changes: [change('B', 1500, 1000), change('D', 0, 0, 900)] },
      { ...EMPTY, changes: [change('C', 3000, 0), change('A', 1500, 1000)] },
    ])
    expect(changes.map(({ name }) => name)).toEqual(['C', 'A', 'B', 'D'])
  })

  it('keep no more than a report shows', () => {
    const many = { ...EMPTY, changes: Array.from({ length: CHANGES_MAX + 1 }, (_, n) => change(`S${n}`, n, 0)), sellers: Array.from({ length: SELLERS_MAX + 1 }, (_, n) => seller(`S${n}`, n)) }
    const { changes, sellers } = mergeDigests([many])
    expect([changes.length, sellers.length]).toEqual([CHANGES_MAX, SELLERS_MAX])
    expect(sellers[0].unitsSold).toBe(SELLERS_MAX)
  })
})
