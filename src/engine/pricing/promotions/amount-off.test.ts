import { describe, expect, test } from 'vitest'
import { PricingWorld } from '../../../testing/pricing-world.ts'
import { amountOff } from './amount-off.ts'

describe('amount off', () => {
  test('takes its amount off the base price', () => {
    const world = new PricingWorld()
    world.seed()

    const [row] = world.promote({ kind: 'amount-off', offMinor: 1_234 })

    expect(row).toMatchObject({ priceMinor: 8_766, discountBps: 1234, reason: 'PROMO_APPROVED' })
  })

  test('takes never more than the price, and the guard has the last word', () => {
    const promotion = { id: 'p', kind: 'amount-off', label: 'p', scope: {}, offMinor: 99_999 }
    expect(amountOff.discount(promotion, { baseMinor: 10_000, onHand: 1, unitsPerHour: 1 })).toEqual({ unitMinor: 10_000, worstUnitMinor: 10_000 })
    const world = new PricingWorld()
    world.seed()

    const [row] = world.promote({ kind: 'amount-off', offMinor: 99_999 })

    expect(world.said('alerts')).toMatchObject([{ data: { askedMinor: 0 } }])
    expect(row).toMatchObject({ priceMinor: 7_500, reason: 'PROMO_MODIFY_DISCOUNT' })
  })

  test('lands on the floor itself with a ladder of single bps', () => {
    const world = new PricingWorld({ ladderBps: 1 })
    world.seed({ costMinor: 6_000 })

    const [row] = world.promote({ kind: 'amount-off', offMinor: 5_000 })

    expect(row).toMatchObject({ priceMinor: 8_572, floorMinor: 8_572, marginBps: 3000 })
  })
})
