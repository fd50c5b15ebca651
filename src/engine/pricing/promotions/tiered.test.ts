import { describe, expect, test } from 'vitest'
import { PricingWorld } from '../../../testing/pricing-world.ts'

describe('tiered quantities', () => {
  test('ask one unit for the tier of one, and show what the deepest tier gives', () => {
    const world = new PricingWorld()
    world.seed()

    const [row] = world.promote({ kind: 'tiered', tiers: [{ minQty: 1, offBps: 500 }, { minQty: 6, offBps: 1500 }, { minQty: 12, offBps: 2500 }] })

    expect(row).toMatchObject({ priceMinor: 9_500, worstUnitMinor: 7_500, reason: 'PROMO_APPROVED' })
  })

  test('leave a single unit at base price where the first tier begins above one', () => {
    const world = new PricingWorld()
    world.seed()

    const [row] = world.promote({ kind: 'tiered', tiers: [{ minQty: 3, offBps: 1000 }] })

    expect(row).toMatchObject({ priceMinor: 10_000, worstUnitMinor: 9_000, discountBps: 0, reason: 'PROMO_APPROVED' })
  })

  test('are guarded at the worst quantity, although a single unit is far above the floor', () => {
    const world = new PricingWorld()
    world.seed({ costMinor: 6_000 })

    const [row] = world.promote({ kind: 'tiered', tiers: [{ minQty: 1, offBps: 500 }, { minQty: 10, offBps: 2500 }] })

    expect(row).toMatchObject({ priceMinor: 9_500, worstUnitMinor: 9_000, floorMinor: 8_572, reason: 'PROMO_MODIFY_DISCOUNT' })
  })

  test('never ask less for one unit than for many when they are stepped down', () => {
    const world = new PricingWorld()
    world.seed({ costMinor: 6_500 })

    const [row] = world.promote({ kind: 'tiered', tiers: [{ minQty: 1, offBps: 1800 }, { minQty: 10, offBps: 2500 }] })

    expect(row).toMatchObject({ priceMinor: 9_500, reason: 'PROMO_MODIFY_DISCOUNT' })
    expect(row.worstUnitMinor).toBeUndefined()
  })
})
