import { describe, expect, test } from 'vitest'
import { MINUTE_MS, MORNING, PricingWorld } from '../../../testing/pricing-world.ts'

const SALE = { kind: 'flash-sale', offBps: 2000, startsAt: MORNING + 5 * MINUTE_MS, endsAt: MORNING + 10 * MINUTE_MS }

describe('a flash sale', () => {
  test('opens by its schedule, says why, and is valid until its end', () => {
    const world = new PricingWorld()
    world.seed()
    expect(world.promote(SALE)).toMatchObject([{ priceMinor: 10_000, reason: 'BASE_PRICE' }])
    world.now = SALE.startsAt - 1
    expect(world.pipeline.due(world.now)).toBe(false)

    expect(world.pipeline.due(SALE.startsAt)).toBe(true)
    const rows = world.tick(1)

    expect(rows).toMatchObject([{ priceMinor: 8_000, discountBps: 2000, reason: 'PROMO_APPROVED' }])
    expect(world.said('price_updates')).toMatchObject([{ priceMinor: 8_000, was: 10_000, promotion: 'promo-1', validUntil: SALE.endsAt }])
    expect(world.published).toMatchObject([{ priceMinor: 8_000, promoLabel: 'promo-1', validUntil: SALE.endsAt, promoFreeMinor: 10_000 }])
    expect(world.explanations).toMatchObject([{ reasonCode: 'PROMO_APPROVED', priceBefore: 10_000, priceAfter: 8_000, appliedRules: ['promotion:promo-1'] }])
    expect(world.said('promotion_decisions')).toMatchObject([{ type: 'approve', promotion: 'promo-1' }])
  })

  test('closes by its schedule', () => {
    const world = new PricingWorld()
    world.seed()
    world.promote(SALE)
    world.now = SALE.startsAt
    world.tick(0)
    world.now = SALE.endsAt - 1
    expect(world.pipeline.due(world.now)).toBe(false)

    const rows = world.tick(1)

    expect(rows).toMatchObject([{ priceMinor: 10_000, reason: 'BASE_PRICE' }])
    expect(world.published[0].validUntil).toBeGreaterThan(SALE.endsAt)
    expect(world.explanations).toMatchObject([{ priceBefore: 8_000, priceAfter: 10_000, rejected: [{ promotion: 'promo-1', rule: 'schedule' }] }])
  })

  test('opens and closes on time although it was announced before any SKU was known', () => {
    const world = new PricingWorld()
    world.promote(SALE)
    world.seed()

    world.now = SALE.startsAt
    const opened = world.tick(0)
    world.now = SALE.endsAt
    const closed = world.tick(0)

    expect([opened, closed]).toMatchObject([[{ priceMinor: 8_000 }], [{ priceMinor: 10_000 }]])
  })

  test('takes a SKU in that comes while it is open', () => {
    const world = new PricingWorld()
    world.promote({ ...SALE, startsAt: MORNING })
    expect(world.seed()).toMatchObject([{ priceMinor: 8_000, reason: 'PROMO_APPROVED' }])
  })

  test('does without items that have too little stock, and takes them back when stock comes', () => {
    const world = new PricingWorld({}, ['S01', 'S02'])
    world.seed({}, [[500, 5], [99, 5]])

    const rows = world.promote({ ...SALE, startsAt: MORNING, minOnHand: 100 })
    const restocked = world.move('received', 1, 'S02')

    expect(rows.map(({ store, priceMinor }) => [store, priceMinor])).toEqual([['S01', 8_000], ['S02', 10_000]])
    expect(restocked).toMatchObject([{ store: 'S02', priceMinor: 8_000, onHand: 100 }])
  })

  test('that is changed or ended is applied anew to its SKUs', () => {
    const world = new PricingWorld()
    world.seed()
    world.promote({ ...SALE, startsAt: MORNING })

    const deeper = world.promote({ ...SALE, startsAt: MORNING, offBps: 2500 }, 'promotion_changed')
    const ended = world.endPromotion('promo-1')

    expect([deeper, ended]).toMatchObject([[{ priceMinor: 7_500 }], [{ priceMinor: 10_000, reason: 'BASE_PRICE' }]])
  })
})
