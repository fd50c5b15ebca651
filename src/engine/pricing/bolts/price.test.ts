import { describe, expect, test } from 'vitest'
import { MINUTE_MS, PricingWorld } from '../../../testing/pricing-world.ts'

const STORES = ['S01', 'S02', 'S03']
const THREE = [[500, 5], [500, 5], [500, 5]] as const

describe('a competitor who undercuts', () => {
  test('is followed in every store of the SKU', () => {
    const world = new PricingWorld({}, STORES)
    world.seed({}, THREE)

    const rows = world.competitor(8_800)

    expect(rows.map(({ store, priceMinor, reason }) => [store, priceMinor, reason])).toEqual(STORES.map((store) => [store, 8_800, 'COMPETITOR_MATCH']))
    expect(world.explanations[0]).toMatchObject({ inputs: { competitorMinor: 8_800 }, features: { competitorDeltaMinor: -1_200 }, appliedRules: ['competitor_match'] })
  })

  test.each([[8_571, 8_572], [8_572, 8_572], [8_573, 8_573], [1, 8_572]])('at %i is followed to %i, never below the floor', (competitorMinor, priceMinor) => {
    const world = new PricingWorld()
    world.seed({ costMinor: 6_000 })
    expect(world.competitor(competitorMinor)).toMatchObject([{ priceMinor, floorMinor: 8_572 }])
  })

  test('is followed to the next ending above', () => {
    const world = new PricingWorld({ ending: { everyMinor: 100, endMinor: 99 } })
    world.seed({ baseMinor: 9_999 })
    expect(world.competitor(8_750)).toMatchObject([{ priceMinor: 8_799 }])
  })

  test('does not raise a price, and is nothing to a promotion that is cheaper', () => {
    const world = new PricingWorld()
    world.seed()
    expect(world.competitor(12_000)).toMatchObject([{ priceMinor: 10_000, reason: 'BASE_PRICE' }])
    world.promote({ kind: 'percent-off', offBps: 2000 })
    world.now += MINUTE_MS
    expect(world.competitor(9_000)).toMatchObject([{ priceMinor: 8_000, reason: 'PROMO_APPROVED' }])
  })

  test('is watched and not followed where the policy says so', () => {
    const world = new PricingWorld({ competitor: { match: false, decisionsPerSecond: 4 } })
    world.seed()
    expect(world.competitor(8_800)).toMatchObject([{ priceMinor: 10_000, reason: 'BASE_PRICE' }])
  })

  test('is not seen again in an older observation that arrives late', () => {
    const world = new PricingWorld()
    world.seed()
    world.competitor(8_800)
    world.now += MINUTE_MS

    const late = world.competitor(8_000, { ts: world.now - 2 * MINUTE_MS })
    world.now += MINUTE_MS
    const newer = world.competitor(9_000)

    expect([late, newer]).toMatchObject([[{ priceMinor: 8_800 }], [{ priceMinor: 9_000 }]])
  })
})

describe('a manual price', () => {
  test('rules over promotion and competitor in every store, until its time has passed', () => {
    const world = new PricingWorld({}, STORES)
    world.seed({}, THREE)
    world.promote({ kind: 'percent-off', offBps: 2000 })
    world.competitor(8_100)

    const rows = world.override(9_300, MINUTE_MS)

    expect(rows.length).toBe(3)
    for (const row of rows) expect(row).toMatchObject({ priceMinor: 9_300, reason: 'MANUAL_OVERRIDE' })
    for (const { validUntil } of world.published) expect(validUntil).toBe(world.now + MINUTE_MS)
  })

  test('ends at its time: what the rules say is decided again without any event', () => {
    const world = new PricingWorld({}, STORES)
    world.seed({}, THREE)
    world.promote({ kind: 'percent-off', offBps: 2000 })
    world.override(9_300, MINUTE_MS)
    const end = world.now + MINUTE_MS
    expect(world.pipeline.due(end - 1)).toBe(false)

    expect(world.pipeline.due(end)).toBe(true)
    const rows = world.tick(MINUTE_MS)

    expect(rows.map(({ store, priceMinor, reason }) => [store, priceMinor, reason])).toEqual(STORES.map((store) => [store, 8_000, 'PROMO_APPROVED']))
    for (const { validUntil } of world.published) expect(validUntil).toBeGreaterThan(end)
    expect(world.pipeline.due(world.now)).toBe(false)
  })

  test('that is replaced ends at the time of the one that replaced it', () => {
    const world = new PricingWorld()
    world.seed()
    world.override(9_300, MINUTE_MS)

    world.override(9_400, 2 * MINUTE_MS)

    expect(world.tick(MINUTE_MS)).toEqual([])
    expect(world.sell(1)).toMatchObject([{ priceMinor: 9_400, reason: 'MANUAL_OVERRIDE' }])
    expect(world.tick(MINUTE_MS)).toMatchObject([{ priceMinor: 10_000, reason: 'BASE_PRICE' }])
  })

  test('whose time has passed already changes nothing', () => {
    const world = new PricingWorld()
    world.seed()
    expect(world.override(9_300, 0)).toMatchObject([{ priceMinor: 10_000, reason: 'BASE_PRICE' }])
    expect(world.pipeline.due(world.now)).toBe(false)
  })

  test('is guarded like any other discount', () => {
    const world = new PricingWorld()
    world.seed({ costMinor: 6_000 })

    const rows = world.override(7_000, MINUTE_MS)

    expect(rows).toMatchObject([{ priceMinor: 9_000, reason: 'PROMO_MODIFY_DISCOUNT' }])
    expect(world.said('alerts')).toMatchObject([{ type: 'margin_breach_prevented', data: { askedMinor: 7_000 } }])
  })

  test('may stand above base, and leaves the promotion-free price alone', () => {
    const world = new PricingWorld()
    world.seed()
    expect(world.override(12_000, MINUTE_MS)).toMatchObject([{ priceMinor: 12_000, discountBps: 0, reason: 'MANUAL_OVERRIDE' }])
    expect(world.published).toMatchObject([{ priceMinor: 12_000, promoFreeMinor: 10_000 }])
  })
})

describe('a rule', () => {
  test('that names its SKU is decided with the event, in all its stores', () => {
    const world = new PricingWorld({}, STORES)
    world.seed({}, THREE)
    world.seed({}, THREE, 'SKU-2')
    const promotion = { id: 'p', kind: 'percent-off', label: 'p', scope: { skus: ['SKU-2'] }, offBps: 1000 }

    const rows = world.send({ topic: 'promo_rules', type: 'promotion_created', sku: 'SKU-2', data: { promotion } })

    expect(rows.map(({ sku, priceMinor }) => [sku, priceMinor])).toEqual(STORES.map(() => ['SKU-2', 9_000]))
    expect(world.pipeline.due(world.now)).toBe(false)
  })

  test('for all SKUs is answered at once and applied in portions, so that traffic does not wait behind it', () => {
    const world = new PricingWorld()
    for (let sku = 0; sku < 100; sku++) world.seed({}, [[500, 5]], `SKU-${sku}`)
    const promotion = { id: 'p', kind: 'percent-off', label: 'p', scope: {}, offBps: 1000 }

    const answer = world.send({ topic: 'promo_rules', type: 'promotion_created', sku: undefined, data: { promotion } })
    const portions = [world.tick(1), world.tick(1), world.tick(1), world.tick(1)]

    expect(answer).toEqual([])
    expect(portions.map((rows) => rows.length)).toEqual([40, 40, 20, 0])
    expect(new Set(portions.flat().map(({ sku, priceMinor }) => `${sku} ${priceMinor}`)).size).toBe(100)
    expect(world.pipeline.due(world.now)).toBe(false)
  })

  test('that moves to another scope lets the former SKUs go', () => {
    const world = new PricingWorld()
    for (const name of ['SKU-1', 'SKU-2']) world.seed({}, [[500, 5]], name)
    world.promote({ kind: 'percent-off', offBps: 1000, scope: { skus: ['SKU-1'] } })

    const rows = world.promote({ kind: 'percent-off', offBps: 1000, scope: { skus: ['SKU-2'] } }, 'promotion_changed')

    expect(rows.map(({ sku, priceMinor }) => [sku, priceMinor])).toEqual([['SKU-1', 10_000], ['SKU-2', 9_000]])
  })

  test('that ends a promotion nobody knows changes nothing', () => {
    const world = new PricingWorld()
    world.seed()
    expect(world.endPromotion('nobody')).toEqual([])
  })

  test('every change makes a new version of the rule set, and decisions say which they followed', () => {
    const world = new PricingWorld()
    world.seed()
    const versions = [world.promote({ kind: 'percent-off', offBps: 1000 }), world.endPromotion('promo-1')].map(() => world.said('pricing_decisions')[0]?.rules)
    world.count(5)
    expect([versions.at(-1), world.said('pricing_decisions')[0].rules]).toEqual([2, 2])
  })
})
