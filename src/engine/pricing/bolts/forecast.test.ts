import { describe, expect, test } from 'vitest'
import { MINUTE_MS, PricingWorld } from '../../../testing/pricing-world.ts'

const SALE = { kind: 'percent-off', offBps: 2000 }

/** 20 % off an item that would last for so many hours, at ten an hour. */
function itemLasting(hours: number): PricingWorld {
  const world = new PricingWorld()
  world.seed({}, [[Math.round(hours * 10), 10]])
  world.promote(SALE)
  return world
}

describe('stock', () => {
  test('is what the count says, less and more what moves', () => {
    const world = new PricingWorld()
    world.seed({}, [[100, 5]])
    const onHand = [
      world.count(50),
      world.move('received', 10),
      world.move('released', 3),
      world.sell(5),
      world.move('reserved', 4),
      world.move('written_off', 2),
    ].map(([row]) => row.onHand)
    expect(onHand).toEqual([50, 60, 63, 58, 54, 52])
  })

  test('is never less than nothing', () => {
    const world = new PricingWorld()
    world.seed({}, [[3, 5]])
    expect([world.sell(5), world.move('received', 2)].map(([row]) => row.onHand)).toEqual([0, 2])
  })

  test('an older count that arrives late changes nothing, an older movement counts', () => {
    const world = new PricingWorld()
    world.seed({}, [[100, 5]])
    world.count(50)
    const late = { ts: world.now - 1 }
    expect(world.count(70, 'S01', late)).toMatchObject([{ onHand: 50, events: 2 }])
    expect(world.move('received', 5, 'S01', late)).toMatchObject([{ onHand: 55 }])
  })

  test('a count is not older than the seeded stock, whatever its time', () => {
    const world = new PricingWorld()
    world.seed({}, [[100, 5]])
    expect(world.count(70, 'S01', { ts: world.now - MINUTE_MS })).toMatchObject([{ onHand: 70 }])
  })

  test('is kept apart by store', () => {
    const world = new PricingWorld({}, ['S01', 'S02'])
    world.seed({}, [[100, 5], [200, 5]])
    expect([world.sell(1, 'S02'), world.sell(2, 'S01')]).toMatchObject([[{ store: 'S02', onHand: 199 }], [{ store: 'S01', onHand: 98 }]])
  })
})

describe('stock that runs low', () => {
  test('halves a promotion', () => {
    const world = itemLasting(4.1)
    expect(world.rows).toMatchObject([{ priceMinor: 8_000, reason: 'PROMO_APPROVED' }])

    const rows = world.move('written_off', 2)

    expect(rows).toMatchObject([{ priceMinor: 9_000, discountBps: 1000, reason: 'PROMO_DEFENSIVE' }])
    expect(world.said('promotion_decisions')).toMatchObject([{ type: 'modify', reason: 'PROMO_DEFENSIVE', promotion: 'promo-1' }])
    expect(world.explanations).toMatchObject([{ appliedRules: ['promotion:promo-1', 'stance:defensive'] }])
  })

  test('ends a promotion early, raises the alarm and asks for more, once', () => {
    const world = itemLasting(2)

    const rows = world.move('written_off', 11)
    const [alerts, promotions] = [world.said('alerts'), world.said('promotion_decisions')]
    world.move('written_off', 1)

    expect(rows).toMatchObject([{ priceMinor: 10_000, discountBps: 0, onHand: 9, reason: 'PROMO_ENDED_EARLY' }])
    expect(alerts).toMatchObject([{ type: 'stock_exhaustion', severity: 'warning', sku: 'SKU-1', store: 'S01', data: { onHand: 9 } }])
    expect(promotions).toMatchObject([{ type: 'end_early', promotion: 'promo-1' }, { type: 'replenish', promotion: null }])
    expect([world.said('alerts'), world.said('promotion_decisions')]).toEqual([[], []])
  })

  test('that comes back brings the promotion back', () => {
    const world = itemLasting(0.5)
    expect(world.move('received', 100)).toMatchObject([{ priceMinor: 8_000, reason: 'PROMO_APPROVED' }])
  })

  test('is foreseen from what is sold, not only from what is left', () => {
    const world = itemLasting(20)
    expect(world.sell(50)).toMatchObject([{ onHand: 150, reason: 'PROMO_ENDED_EARLY' }])
  })

  test('leaves no clearance and no surge', () => {
    const world = itemLasting(2)
    world.promote({ id: 'clear', kind: 'overstock-clearance', offBps: 1000, coverHours: 1 })
    expect(world.rows).toMatchObject([{ priceMinor: 9_000, reason: 'PROMO_DEFENSIVE' }])
  })
})

describe('demand', () => {
  test('raises the price while it surges and stock is healthy', () => {
    const world = new PricingWorld()
    world.seed({}, [[50_000, 5]])
    world.promote(SALE)

    const rows = world.sell(60)
    const [explanation] = world.explanations
    world.now += 15 * MINUTE_MS
    const after = world.count(50_000)

    expect(rows).toMatchObject([{ priceMinor: 8_500 }])
    expect(explanation).toMatchObject({ surgeMinor: 500, modelOutputs: { surging: true }, appliedRules: ['promotion:promo-1', 'surge'] })
    expect(after).toMatchObject([{ priceMinor: 8_000 }])
  })

  test('does not lift the price above base unless the policy allows it', () => {
    const surge = { upBps: 500, ratio: 2, minUnits: 10 }
    const prices = [false, true].map((aboveBase) => {
      const world = new PricingWorld({ surge: { ...surge, aboveBase } })
      world.seed({}, [[50_000, 5]])
      return world.sell(60)
    })
    expect(prices).toMatchObject([[{ priceMinor: 10_000, reason: 'SURGE' }], [{ priceMinor: 10_500, reason: 'SURGE' }]])
  })

  test('is no surge where stock would not last', () => {
    const world = new PricingWorld({ surge: { upBps: 500, ratio: 2, minUnits: 10, aboveBase: true } })
    world.seed({}, [[200, 5]])
    expect(world.sell(60)).toMatchObject([{ priceMinor: 10_000, reason: 'BASE_PRICE' }])
  })

  test('tells how many of those who looked have bought', () => {
    const world = new PricingWorld()
    world.seed({}, [[50_000, 5]])
    for (let seen = 0; seen < 8; seen++) world.view()
    world.promote(SALE)
    world.sell(2)
    world.competitor(7_500)
    expect(world.explanations).toMatchObject([{ features: { conversion: 0.25 } }])
  })
})

describe('an inventory feed that is silent', () => {
  const LIMIT_MS = 900_000

  test('makes every decision defensive when it has been silent for longer than its limit', () => {
    const world = new PricingWorld({}, ['S01', 'S02'])
    world.seed({}, [[5000, 5], [5000, 5]])
    world.promote(SALE)
    world.count(5000, 'S02')

    world.now += LIMIT_MS
    expect(world.sell(1)).toMatchObject([{ priceMinor: 8_000, reason: 'PROMO_APPROVED' }])
    world.now += 1
    expect(world.sell(1)).toMatchObject([{ priceMinor: 9_000, reason: 'PROMO_DEFENSIVE' }])
    expect(world.explanations).toMatchObject([{ modelOutputs: { feedStale: true, stance: 'defensive' } }])
  })

  test('is heard again with any stock event of the partition', () => {
    const world = new PricingWorld({}, ['S01', 'S02'])
    world.seed({}, [[5000, 5], [5000, 5]])
    world.promote(SALE)
    world.now += LIMIT_MS + 1
    expect(world.sell(1)).toMatchObject([{ reason: 'PROMO_DEFENSIVE' }])
    world.count(5000, 'S02')
    expect(world.sell(1)).toMatchObject([{ reason: 'PROMO_APPROVED' }])
  })
})
