import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MORNING, PricingWorld } from '../../testing/pricing-world.ts'

const at = fc.option(fc.integer({ min: -5, max: 5 }).map((hours) => MORNING + hours * 3_600_000), { nil: undefined })
const schedule = { startsAt: at, endsAt: at }
const offBps = fc.integer({ min: 1, max: 4000 })
const tier = fc.record({ minQty: fc.integer({ min: 1, max: 9 }), offBps })

const terms = fc.oneof(
  fc.record({ kind: fc.constant('percent-off'), offBps, ...schedule }),
  fc.record({ kind: fc.constant('flash-sale'), offBps, minOnHand: fc.constantFrom(0, 1000), ...schedule }),
  fc.record({ kind: fc.constant('amount-off'), offMinor: fc.integer({ min: 1, max: 4000 }), ...schedule }),
  fc.record({ kind: fc.constant('tiered'), tiers: fc.array(tier, { minLength: 1, maxLength: 3 }), ...schedule }),
  fc.record({ kind: fc.constant('overstock-clearance'), offBps, coverHours: fc.constantFrom(1, 10_000), ...schedule }),
)

const promotions = fc.array(terms, { maxLength: 8 }).map((all) => all.map((one, index) => ({ ...one, id: `p${index}` })))

/** What the SKU costs where these promotions are known, in this order. */
function pricedWith(defined: readonly Record<string, unknown>[], policy = {}) {
  const world = new PricingWorld(policy)
  world.seed({ costMinor: 3_000 })
  for (const promotion of defined) world.promote(promotion)
  const [{ version: _, ...row }] = world.count(500)
  world.seed({ costMinor: 3_000 }, [[500, 5]], 'SKU-2')
  return { row, label: world.published[0].promoLabel, validUntil: world.published[0].validUntil - world.now }
}

describe('several promotions', () => {
  test('do not add up: the deepest counts', () => {
    const world = new PricingWorld()
    world.seed()
    world.promote({ id: 'a', kind: 'percent-off', offBps: 1000 })

    const rows = world.promote({ id: 'b', kind: 'amount-off', offMinor: 1_500 })

    expect(rows).toMatchObject([{ priceMinor: 8_500 }])
    expect(world.explanations).toMatchObject([
      { candidates: [{ promotion: 'a', discountMinor: 1_000 }, { promotion: 'b', discountMinor: 1_500 }] },
    ])
    expect(world.published).toMatchObject([{ promoLabel: 'b' }])
  })

  test('of equals the first id counts, whichever came first', () => {
    const equals = ['b', 'a', 'c'].map((id) => ({ id, kind: 'percent-off', offBps: 1000 }))
    expect(pricedWith(equals).label).toBe('a')
    expect(pricedWith(equals.toReversed()).label).toBe('a')
  })

  test('give the same price in whatever order they were defined', () => {
    const shuffled = promotions.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })))
    fc.assert(
      fc.property(shuffled, ([defined, other]) => {
        const [one, two] = [pricedWith(defined), pricedWith(other)]
        expect(two.row).toEqual(one.row)
        expect(two.label).toBe(one.label)
      }),
    )
  })

  test('give what trying each of them alone would find best', () => {
    const single = promotions.map((all) => all.filter(({ kind }) => kind !== 'overstock-clearance' && kind !== 'tiered'))
    fc.assert(
      fc.property(single, (all) => {
        const alone = all.map((promotion) => pricedWith([promotion], { guard: false }).row.priceMinor!)
        expect(pricedWith(all, { guard: false }).row.priceMinor).toBe(Math.min(10_000, ...alone))
      }),
    )
  })
})
