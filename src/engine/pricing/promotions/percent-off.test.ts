import { describe, expect, test } from 'vitest'
import { PricingWorld } from '../../../testing/pricing-world.ts'

describe('percent off', () => {
  test('takes its share of the base price, half a minor unit rounded up', () => {
    const world = new PricingWorld()
    world.seed({ baseMinor: 9_999 })

    const [row] = world.promote({ kind: 'percent-off', offBps: 1250 })

    expect(row).toMatchObject({ priceMinor: 9_999 - 1_250, discountBps: 1250, reason: 'PROMO_APPROVED' })
  })

  test('is stepped down the ladder to the first rung above the floor', () => {
    const world = new PricingWorld()
    world.seed({ costMinor: 6_000 })

    const [row] = world.promote({ kind: 'percent-off', offBps: 1200 + 800 })

    expect(row).toMatchObject({ priceMinor: 9_000, discountBps: 1000, floorMinor: 8_572, reason: 'PROMO_MODIFY_DISCOUNT' })
    expect(world.said('alerts')).toMatchObject([{ type: 'margin_breach_prevented', data: { askedMinor: 8_000, priceMinor: 9_000, floorMinor: 8_572 } }])
    expect(world.said('promotion_decisions')).toMatchObject([{ type: 'modify', promotion: 'promo-1' }])
  })

  test('is dropped where no rung holds but the base price does', () => {
    const world = new PricingWorld()
    world.seed({ costMinor: 6_900 })

    const [row] = world.promote({ kind: 'percent-off', offBps: 1000 })

    expect(row).toMatchObject({ priceMinor: 10_000, discountBps: 0, reason: 'PROMO_BLOCKED_MARGIN' })
    expect(world.said('promotion_decisions')).toMatchObject([{ type: 'reject', promotion: 'promo-1' }])
  })

  test('reaches the SKUs in its scope and no others', () => {
    const world = new PricingWorld()
    for (const [name, category] of [['SHOE', 'shoes'], ['SHIRT', 'shirts'], ['NAMED', 'shirts']]) world.seed({ category }, [[500, 5]], name)

    const byCategory = world.promote({ kind: 'percent-off', offBps: 1000, scope: { categories: ['shoes'] } })
    const bySku = world.promote({ id: 'promo-2', kind: 'percent-off', offBps: 1000, scope: { skus: ['NAMED'] } })

    expect([byCategory, bySku].map((rows) => rows.map(({ sku }) => sku))).toEqual([['SHOE'], ['NAMED']])
  })
})
