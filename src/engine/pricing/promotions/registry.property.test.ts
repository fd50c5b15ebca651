import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { promotionFault } from './promotion-fault.ts'
import type { ParameterType, Promotion } from './promotion.ts'
import { PROMOTION_KINDS } from './registry.ts'

/** Every value that a rule's event may bring. */
const VALUES: Readonly<Record<ParameterType, fc.Arbitrary<unknown>>> = {
  bps: fc.nat(10_000),
  minor: fc.maxSafeNat(),
  count: fc.maxSafeNat(),
  hours: fc.double({ min: 0, max: 1e9, noNaN: true }),
  tiers: fc.array(fc.record({ minQty: fc.integer({ min: 1, max: 1000 }), offBps: fc.nat(10_000) }), { minLength: 1, maxLength: 6 }),
}

const context = fc.record({ baseMinor: fc.integer({ min: 1, max: 1e12 }), onHand: fc.nat(1e9), unitsPerHour: fc.double({ min: 0, max: 1e6, noNaN: true }) })

function promotions(kind: string): fc.Arbitrary<Promotion> {
  const parameters = Object.entries(PROMOTION_KINDS[kind].parameters)
  const required = parameters.filter(([, { optional }]) => !optional).map(([name]) => name)
  const values = Object.fromEntries(parameters.map(([name, { type }]) => [name, VALUES[type]]))
  return fc.record(values, { requiredKeys: required }).map((written) => ({ id: 'p', kind, label: 'p', scope: {}, ...written }))
}

describe.each(Object.keys(PROMOTION_KINDS))('%s', (kind) => {
  it('takes off whole minor units, never more than the price, and never less at its worst quantity', () => {
    expect.hasAssertions()
    fc.assert(
      fc.property(promotions(kind), context, (promotion, given) => {
        expect(promotionFault(promotion)).toBeUndefined()
        const discount = PROMOTION_KINDS[kind].discount(promotion, given)
        if (!discount) return
        const { unitMinor, worstUnitMinor } = discount
        expect([unitMinor, worstUnitMinor].every(Number.isSafeInteger)).toBe(true)
        expect(unitMinor).toBeGreaterThanOrEqual(0)
        expect(worstUnitMinor).toBeGreaterThanOrEqual(unitMinor)
        expect(worstUnitMinor).toBeLessThanOrEqual(given.baseMinor)
      }),
    )
  })

  it('says something at least once', () => {
    const said = fc.sample(fc.tuple(promotions(kind), context), 500).some(([promotion, given]) => PROMOTION_KINDS[kind].discount(promotion, given) !== undefined)
    expect(said).toBe(true)
  })
})
