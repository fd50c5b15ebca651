import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { clearsFloor, floorPrice, marginBps, roundUpToEnding, shareOf } from './margin.ts'

const unit = fc.record({ fixedMinor: fc.integer({ min: 1, max: 2 ** 40 }), taxRateBps: fc.integer({ min: 0, max: 15_000 }) })
const floorBps = fc.integer({ min: 0, max: 9_999 })

/** The definition, in rationals: (price − fixed − price·rate/(10000+rate)) / price ≥ floor/10000. */
function holdsExactly(price: bigint, fixed: bigint, rate: bigint, floor: bigint): boolean {
  return (price * 10_000n - fixed * (10_000n + rate)) * 10_000n >= floor * price * (10_000n + rate)
}

describe('margin arithmetic', () => {
  test('85.72 clears 30 % over a cost of 60.00, and 85.71 does not', () => {
    const cost = { fixedMinor: 6000, taxRateBps: 0 }
    expect(floorPrice(cost, 3000)).toBe(8572)
    expect(clearsFloor(8572, cost, 3000)).toBe(true)
    expect(clearsFloor(8571, cost, 3000)).toBe(false)
    expect(marginBps(8571, cost)).toBe(2999)
  })

  test('the floor price clears the floor and a minor unit less does not, at any size', () => {
    fc.assert(
      fc.property(unit, floorBps, (cost, floor) => {
        const price = floorPrice(cost, floor)
        if (price === undefined) return !clearsFloor(2 ** 45, cost, floor)
        return clearsFloor(price, cost, floor) && !clearsFloor(price - 1, cost, floor)
      }),
    )
  })

  test('agrees with exact integers on both sides of 2^53', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2 ** 42 }), unit, floorBps, (price, cost, floor) => {
        const exact = holdsExactly(BigInt(price), BigInt(cost.fixedMinor), BigInt(cost.taxRateBps), BigInt(floor))
        return clearsFloor(price, cost, floor) === exact
      }),
    )
  })

  test('shown margins round down, also below zero', () => {
    expect(marginBps(3_750_000, { fixedMinor: 4_300_000, taxRateBps: 0 })).toBe(-1467)
    expect(marginBps(5_000_000, { fixedMinor: 4_300_000, taxRateBps: 0 })).toBe(1400)
  })

  test('a contained tax can leave no floor price', () => {
    expect(floorPrice({ fixedMinor: 100, taxRateBps: 24_000 }, 3000)).toBeUndefined()
  })

  test('endings are chosen upwards', () => {
    expect(roundUpToEnding(67_915, { everyMinor: 100, endMinor: 0 })).toBe(68_000)
    expect(roundUpToEnding(67_915, { everyMinor: 100, endMinor: 99 })).toBe(67_999)
    expect(roundUpToEnding(68_000, { everyMinor: 100, endMinor: 0 })).toBe(68_000)
  })

  test('discounts round half up', () => {
    expect(shareOf(333, 1500)).toBe(50)
    expect(shareOf(330, 1500)).toBe(50)
    expect(shareOf(329, 1500)).toBe(49)
  })
})
