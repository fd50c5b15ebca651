import { describe, expect, test } from 'vitest'
import { HOUR_MS, PricingWorld } from '../../../testing/pricing-world.ts'
import { overstockClearance } from './overstock-clearance.ts'

const CLEARANCE = { kind: 'overstock-clearance', offBps: 1500, coverHours: 100 }

describe('overstock clearance', () => {
  test('clears what would last longer than its cover, and nothing else', () => {
    const world = new PricingWorld({}, ['S01', 'S02'])
    world.seed({}, [[1001, 10], [999, 10]])

    const rows = world.promote(CLEARANCE)

    expect(rows).toMatchObject([{ store: 'S01', priceMinor: 8_500, reason: 'CLEARANCE' }, { store: 'S02', priceMinor: 10_000, reason: 'BASE_PRICE' }])
    expect(world.explanations[0]).toMatchObject({ clearanceMinor: 1_500, appliedRules: ['promotion:promo-1', 'clearance'] })
  })

  test.each([[1000, undefined], [1001, 1500]])('of %i units that sell ten an hour, with a cover of 100 hours, takes %s', (onHand, unitMinor) => {
    const promotion = { id: 'p', label: 'p', scope: {}, ...CLEARANCE }
    expect(overstockClearance.discount(promotion, { baseMinor: 10_000, onHand, unitsPerHour: 10 })?.unitMinor).toBe(unitMinor)
  })

  test('ends when enough was sold', () => {
    const world = new PricingWorld()
    world.seed({}, [[1100, 10]])
    expect(world.promote(CLEARANCE)).toMatchObject([{ reason: 'CLEARANCE' }])

    expect(world.sell(200)).toMatchObject([{ priceMinor: 10_000, onHand: 900, reason: 'BASE_PRICE' }])
  })

  test('comes on top of a promotion, and both together stay above the floor', () => {
    const world = new PricingWorld()
    world.seed({}, [[2000, 10]])
    world.promote({ id: 'sale', kind: 'percent-off', offBps: 1000 })

    const together = world.promote({ ...CLEARANCE, id: 'clear' })
    const tooMuch = world.promote({ ...CLEARANCE, id: 'clear', offBps: 2500 }, 'promotion_changed')

    expect(together).toMatchObject([{ priceMinor: 7_500, discountBps: 2500, reason: 'PROMO_APPROVED' }])
    expect(tooMuch).toMatchObject([{ priceMinor: 7_500, reason: 'PROMO_MODIFY_DISCOUNT' }])
    expect(world.explanations).toMatchObject([{ askedMinor: 6_500, clearanceMinor: 2_500 }])
  })

  test('needs nobody to buy: stock that never moves is overstock', () => {
    const world = new PricingWorld()
    world.seed({}, [[10, 0]])
    world.promote(CLEARANCE)
    expect(world.tick(HOUR_MS)).toEqual([])
    expect(world.count(10)).toMatchObject([{ reason: 'CLEARANCE' }])
  })
})
