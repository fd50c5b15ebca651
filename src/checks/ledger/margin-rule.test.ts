import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MarginRule, readUnitTerms, type UnitTax, type UnitTerms } from './margin-rule.ts'

const FLOOR = 3_000

/** The rule as pricing people say it, in fractions: nothing sorted, nothing shortened. */
function clearsByDefinition(priceMinor: number, { costMinor, logisticsMinor, tax }: UnitTerms, floorBps: number): boolean {
  const rate = tax.mode === 'inclusive' ? BigInt(tax.rateBps) : 0n
  const share = 10_000n + rate
  const price = BigInt(priceMinor)
  const fixed = BigInt(costMinor) + BigInt(logisticsMinor) + (tax.mode === 'flat' ? BigInt(tax.amountMinor) : 0n)
  const leftTimesShare = (price - fixed) * share - price * rate
  return leftTimesShare * 10_000n >= BigInt(floorBps) * price * share
}

const amount = (max: number) => fc.oneof(fc.nat(max), fc.nat(20_000))
const tax: fc.Arbitrary<UnitTax> = fc.oneof(
  fc.record({ mode: fc.constant('inclusive' as const), rateBps: fc.nat(40_000) }),
  fc.record({ mode: fc.constant('flat' as const), amountMinor: amount(1e9) }),
  fc.constant({ mode: 'excluded' as const }),
)
const unit: fc.Arbitrary<UnitTerms> = fc.record({ costMinor: amount(Number.MAX_SAFE_INTEGER), logisticsMinor: amount(1e9), tax })

describe('given any cost, tax and floor', () => {
  it('when a price is judged, then by the definition of margin, however large the numbers are', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), unit, fc.nat(9_999), (priceMinor, terms, floorBps) => {
        expect(new MarginRule(terms, floorBps).clears(priceMinor)).toBe(clearsByDefinition(priceMinor, terms, floorBps))
      }),
      { numRuns: 2_000 },
    )
  })

  it('when the floor price is named, then it clears the floor and one less does not', () => {
    fc.assert(
      fc.property(fc.record({ costMinor: fc.nat(1e10), logisticsMinor: fc.nat(1e7), tax }), fc.nat(9_999), (terms, floorBps) => {
        const { floorMinor } = new MarginRule(terms, floorBps)
        if (floorMinor === undefined) return !clearsByDefinition(1e12, { ...terms, costMinor: terms.costMinor + 1 }, floorBps)
        if (floorMinor > Number.MAX_SAFE_INTEGER) return true
        return clearsByDefinition(floorMinor, terms, floorBps) && (floorMinor === 0 || !clearsByDefinition(floorMinor - 1, terms, floorBps))
      }),
      { numRuns: 2_000 },
    )
  })

  it('when a price is on either side of 2^53 in the product, then both ways of reckoning agree', () => {
    const terms: UnitTerms = { costMinor: 61_000_000_000, logisticsMinor: 1, tax: { mode: 'inclusive', rateBps: 1_801 } }
    const rule = new MarginRule(terms, 2_999)
    for (let priceMinor = rule.floorMinor! - 2; priceMinor < rule.floorMinor! + 2; priceMinor++) expect(rule.clears(priceMinor)).toBe(priceMinor >= rule.floorMinor!)
  })
})

describe('given the worked examples of the pricing domain', () => {
  const excluded = (costMinor: number): UnitTerms => ({ costMinor, logisticsMinor: 0, tax: { mode: 'excluded' } })

  it.each([
    [8_571, 2_999, false],
    [8_572, 3_000, true],
    [8_500, 2_941, false],
    [9_000, 3_333, true],
  ])('when a unit costs 60.00, then the price %i has %i bps', (priceMinor, bps, clears) => {
    const rule = new MarginRule(excluded(6_000), FLOOR)
    expect([rule.marginBps(priceMinor), rule.clears(priceMinor)]).toEqual([bps, clears])
  })

  it('when flat tax and logistics leave 14 %, then the floor price is 61,428.58 and 37,500 loses 14.67 %', () => {
    const rule = new MarginRule({ costMinor: 3_200_000, logisticsMinor: 200_000, tax: { mode: 'flat', amountMinor: 900_000 } }, FLOOR)
    expect([rule.floorMinor, rule.marginBps(5_000_000), rule.marginBps(3_750_000)]).toEqual([6_142_858, 1_400, -1_467])
  })

  it.each([
    [23_334, FLOOR],
    [10_000, 5_000],
  ])('when a contained tax of %i bps leaves no room over %i bps, then there is no floor price', (rateBps, floorBps) => {
    expect(new MarginRule({ costMinor: 1, logisticsMinor: 0, tax: { mode: 'inclusive', rateBps } }, floorBps).floorMinor).toBeUndefined()
  })
})

describe('given things that are no price or no cost', () => {
  it.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('when a price is %d, then it clears nothing', (priceMinor) => {
    expect(new MarginRule({ costMinor: 0, logisticsMinor: 0, tax: { mode: 'excluded' } }, FLOOR).clears(priceMinor)).toBe(false)
  })

  it('when an amount is no whole number, then there are no terms', () => {
    expect(readUnitTerms({ costMinor: 1.5, logisticsMinor: 0 })).toBeUndefined()
    expect(readUnitTerms({ costMinor: 1, logisticsMinor: 0, tax: { mode: 'inclusive' } })).toBeUndefined()
    expect(readUnitTerms({ costMinor: 1, logisticsMinor: 0 })).toEqual({ costMinor: 1, logisticsMinor: 0, tax: { mode: 'excluded' } })
  })
})
