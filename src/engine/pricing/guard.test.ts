import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { holds, priceAt, stepDown, type Asked } from './guard.ts'
import { shareOf } from './margin.ts'
import { DEFAULT_POLICY, type PricingPolicy } from './policy.ts'

const ask = (baseMinor: number, unitMinor: number, more: Partial<Asked> = {}): Asked => ({ baseMinor, surgeMinor: 0, unitMinor, worstUnitMinor: unitMinor, ...more })

const endings = fc.constantFrom({ everyMinor: 1, endMinor: 0 }, { everyMinor: 100, endMinor: 99 }, { everyMinor: 100, endMinor: 0 }, { everyMinor: 10, endMinor: 5 })
const policies = fc.record({ ladderBps: fc.constantFrom(1, 7, 100, 500, 2500), ending: endings, aboveBase: fc.boolean() }).map(
  ({ ladderBps, ending, aboveBase }): PricingPolicy => ({ ...DEFAULT_POLICY, ladderBps, ending, surge: { ...DEFAULT_POLICY.surge, aboveBase } }),
)

const asking = fc
  .record({ baseMinor: fc.integer({ min: 1, max: 1_000_000 }), surgeBps: fc.constantFrom(0, 500), unit: fc.nat(10_000), more: fc.nat(10_000), floor: fc.nat(12_000) })
  .map(({ baseMinor, surgeBps, unit, more, floor }) => {
    const unitMinor = shareOf(baseMinor, unit)
    const worstUnitMinor = Math.max(unitMinor, shareOf(baseMinor, more))
    return { asked: { baseMinor, surgeMinor: shareOf(baseMinor, surgeBps), unitMinor, worstUnitMinor }, floorMinor: shareOf(baseMinor, floor) }
  })

/** Every rung below the discount, tried one after another from the top. */
function plainLadder(asked: Asked, floorMinor: number, policy: PricingPolicy): number | undefined {
  for (let stepBps = 10_000 - (10_000 % policy.ladderBps); stepBps >= 0; stepBps -= policy.ladderBps) {
    const isBelow = stepBps * asked.baseMinor < asked.worstUnitMinor * 10_000 || stepBps === 0
    const worstUnitMinor = shareOf(asked.baseMinor, stepBps)
    if (isBelow && holds({ ...asked, worstUnitMinor, unitMinor: Math.min(asked.unitMinor, worstUnitMinor) }, floorMinor, policy)) return stepBps
  }
  return undefined
}

describe('the price of a discount', () => {
  test('is base less discount plus surge, but not above base', () => {
    expect(priceAt(ask(10_000, 2_000, { surgeMinor: 500 }), 2_000, DEFAULT_POLICY)).toBe(8_500)
    expect(priceAt(ask(10_000, 0, { surgeMinor: 500 }), 0, DEFAULT_POLICY)).toBe(10_000)
  })

  test('goes above base where the policy allows it', () => {
    const policy = { ...DEFAULT_POLICY, surge: { ...DEFAULT_POLICY.surge, aboveBase: true } }
    expect(priceAt(ask(10_000, 0, { surgeMinor: 500 }), 0, policy)).toBe(10_500)
  })

  test('gets its ending upwards', () => {
    expect(priceAt(ask(10_000, 1_234), 1_234, { ...DEFAULT_POLICY, ending: { everyMinor: 100, endMinor: 99 } })).toBe(8_799)
  })
})

describe('the ladder', () => {
  test.each([
    [1200, 9_000, 1000],
    [1200, 9_001, 500],
    [1200, 9_501, 0],
    [1000, 9_001, 500],
    [1200, 10_001, undefined],
    [1200, 0, undefined],
  ])('from %i bps with a floor of %i stops at %s', (offBps, floorMinor, stepBps) => {
    expect(stepDown(ask(10_000, offBps), floorMinor, DEFAULT_POLICY).stepBps).toBe(stepBps)
  })

  test('stops where trying every rung from the top would stop', () => {
    fc.assert(
      fc.property(asking, policies, ({ asked, floorMinor }, policy) => {
        expect(stepDown(asked, floorMinor, policy).stepBps).toBe(plainLadder(asked, floorMinor, policy))
      }),
      { numRuns: 300 },
    )
  })

  test('what it lets pass holds at every quantity, and asks for no more than was asked', () => {
    fc.assert(
      fc.property(asking, policies, ({ asked, floorMinor }, policy) => {
        const { stepBps, unitMinor, worstUnitMinor } = stepDown(asked, floorMinor, policy)
        if (stepBps === undefined) return
        expect(holds({ ...asked, unitMinor, worstUnitMinor }, floorMinor, policy)).toBe(true)
        expect(unitMinor).toBeLessThanOrEqual(Math.min(asked.unitMinor, worstUnitMinor))
      }),
    )
  })
})
