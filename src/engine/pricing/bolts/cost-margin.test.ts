import { describe, expect, test } from 'vitest'
import { MINUTE_MS, PricingWorld } from '../../../testing/pricing-world.ts'

const STORES = ['S01', 'S02', 'S03']
const THREE = [[500, 5], [500, 5], [500, 5]] as const

/** 20 % off everything, in three stores: 80.00 at a cost of 50.00 (floor 71.43). */
function promotedWorld(): PricingWorld {
  const world = new PricingWorld({}, STORES)
  world.seed({}, THREE)
  world.promote({ kind: 'percent-off', offBps: 2000 })
  world.now += MINUTE_MS
  return world
}

/** A cost goes into review, and the tick behind it has taken the discounts back. */
function slipped(world: PricingWorld, costMinor: number, data: Record<string, unknown> = {}): PricingWorld {
  world.cost(costMinor, data)
  world.tick(1)
  return world
}

const pricesOf = (rows: readonly { readonly priceMinor: number | null }[]) => rows.map(({ priceMinor }) => priceMinor)

describe('the floor', () => {
  test.each([
    ['cost and logistics', { costMinor: 5_000, logisticsMinor: 1_000 }, {}, 8_572],
    ['a flat tax', { costMinor: 5_000, tax: { mode: 'flat', amountMinor: 1_000 } }, {}, 8_572],
    ['a tax inside the price', { costMinor: 5_000, tax: { mode: 'inclusive', rateBps: 1800 } }, {}, 9_134],
    ['a minimum profit', { costMinor: 5_000 }, { minProfitMinor: 4_000 }, 9_000],
    ['a minimum profit and a tax inside the price', { costMinor: 5_000, tax: { mode: 'inclusive', rateBps: 1000 } }, { minProfitMinor: 4_001 }, 9_902],
    ['a minimum advertised price', { costMinor: 5_000, mapMinor: 9_500 }, {}, 9_500],
    ['the highest of all', { costMinor: 7_000, mapMinor: 9_500 }, { minProfitMinor: 2_000 }, 10_000],
  ])('follows from %s', (_, sku, policy, floorMinor) => {
    expect(new PricingWorld(policy).seed(sku)).toMatchObject([{ floorMinor }])
  })

  test('is no price at all where a tax inside the price leaves no room', () => {
    const world = new PricingWorld()
    expect(world.seed({ tax: { mode: 'inclusive', rateBps: 24_000 } })).toMatchObject([{ priceMinor: null, floorMinor: null, reason: 'NO_SAFE_PRICE' }])
    expect(world.said('alerts')).toMatchObject([{ type: 'no_safe_price', severity: 'critical', data: { floorMinor: null } }])
  })
})

describe('a cost that rises', () => {
  test('decides every store of the SKU again in the same batch', () => {
    const world = promotedWorld()
    const offset = world.nextOffset

    const rows = world.cost(6_000)

    expect(rows.map(({ store, priceMinor, floorMinor, costVersion }) => [store, priceMinor, floorMinor, costVersion])).toEqual(STORES.map((store) => [store, 9_000, 8_572, 2]))
    expect(world.said('pricing_decisions')).toMatchObject([{ cause: offset }])
    expect(world.published.map(({ store, floorMinor, costVersion }) => [store, floorMinor, costVersion])).toEqual(STORES.map((store) => [store, 8_572, 2]))
  })

  test('renews floor and cost version also where the price can stay', () => {
    const world = promotedWorld()
    const [{ version }] = world.sell(1)

    const rows = world.cost(5_001)

    expect(pricesOf(rows)).toEqual([8_000, 8_000, 8_000])
    expect(world.published).toMatchObject(STORES.map(() => ({ priceMinor: 8_000, floorMinor: 7_145, costVersion: 2 })))
    expect(rows[0].version).toBe(version + 1)
    expect(world.said('price_updates')).toEqual([])
  })

  test('leaves other SKUs alone', () => {
    const world = promotedWorld()
    world.seed({}, THREE, 'SKU-2')
    expect(new Set(world.cost(6_000).map(({ sku }) => sku))).toEqual(new Set(['SKU-1']))
  })
})

describe('a cost that slipped', () => {
  test.each([
    ['ten times up', 50_000, 'INR'],
    ['a tenth', 500, 'INR'],
    ['in another currency', 5_100, 'USD'],
  ])('%s is quarantined, and no discount is given until somebody has looked', (_, costMinor, currency) => {
    const world = promotedWorld()
    const offset = world.nextOffset

    expect(world.cost(costMinor, { currency })).toEqual([])
    expect(world.order.quarantined).toEqual([offset])
    expect(world.said('alerts')).toMatchObject([{ type: 'cost_in_review', severity: 'critical', cause: offset, sku: 'SKU-1', data: { costMinor, currency, accepted: 5_000, detector: 'slip' } }])
    expect(world.pipeline.due(world.now)).toBe(true)

    const rows = world.tick(1)

    expect(rows).toMatchObject(STORES.map((store) => ({ store, priceMinor: 10_000, discountBps: 0, floorMinor: 7_143, costVersion: 1, reason: 'COST_ANOMALY' })))
    expect(world.explanations[0]).toMatchObject({ inputs: { costMinor: 5_000, costInReview: true }, appliedRules: ['cost_in_review'] })
    expect(world.pipeline.due(world.now)).toBe(false)
  })

  test('keeps its SKU from following a competitor', () => {
    const world = slipped(promotedWorld(), 50_000)
    expect(pricesOf(world.competitor(9_000))).toEqual([10_000, 10_000, 10_000])
  })

  test('is over with the next plausible cost', () => {
    const world = slipped(promotedWorld(), 50_000)
    expect(world.cost(5_100)).toMatchObject(STORES.map(() => ({ priceMinor: 8_000, costVersion: 2, reason: 'PROMO_APPROVED' })))
  })

  test.each([
    ['accepted, it rules', true, { priceMinor: null, costVersion: 2, floorMinor: 71_429, reason: 'NO_SAFE_PRICE' }],
    ['refused, it is forgotten', false, { priceMinor: 8_000, costVersion: 1, floorMinor: 7_143, reason: 'PROMO_APPROVED' }],
  ])('is over with a review: %s', (_, accept, expected) => {
    const world = slipped(promotedWorld(), 50_000)
    expect(world.review(accept)).toMatchObject(STORES.map(() => expected))
    expect(world.review(true)).toMatchObject(STORES.map(() => expected))
  })

  test('in another currency cannot be accepted', () => {
    const world = slipped(promotedWorld(), 5_100, { currency: 'USD' })
    expect(world.review(true)).toMatchObject(STORES.map(() => ({ priceMinor: 8_000, costVersion: 1 })))
  })

  test('waits alone: of two slips the newer is reviewed', () => {
    const world = slipped(slipped(promotedWorld(), 60_000), 400)
    expect(world.review(true)).toMatchObject(STORES.map(() => ({ floorMinor: 572, costVersion: 2 })))
  })

  test('is over with a review that carries an older time than the cost in force, which stays in force', () => {
    const world = promotedWorld()
    world.cost(5_200)
    slipped(world, 60_000)
    expect(world.review(true, { ts: world.now - MINUTE_MS })).toMatchObject(STORES.map(() => ({ priceMinor: 8_000, costVersion: 2, reason: 'PROMO_APPROVED' })))
  })

  test('is measured against the newest accepted cost', () => {
    const world = promotedWorld()
    world.cost(10_000)
    world.cost(60_000)
    expect([world.order.quarantined.length, world.cost(1_000).length, world.order.quarantined.length]).toEqual([0, 0, 1])
  })
})

describe('an older cost', () => {
  test('that arrives late changes nothing', () => {
    const world = promotedWorld()
    world.cost(6_000)
    expect(world.cost(5_500, {}, { ts: world.now - 1 })).toMatchObject(STORES.map(() => ({ priceMinor: 9_000, floorMinor: 8_572, costVersion: 2 })))
  })

  test('of the same instant is taken: what comes later in the log counts', () => {
    const world = promotedWorld()
    world.cost(6_000)
    expect(world.cost(5_500)).toMatchObject(STORES.map(() => ({ costVersion: 3 })))
  })
})

describe('a cost of the future', () => {
  test('waits for its time and is then decided without any event', () => {
    const world = promotedWorld()

    const announced = world.cost(6_000, { effectiveFrom: world.now + MINUTE_MS })
    expect(announced).toMatchObject(STORES.map(() => ({ priceMinor: 8_000, costVersion: 1 })))
    expect(world.pipeline.due(world.now + MINUTE_MS - 1)).toBe(false)
    expect(world.pipeline.due(world.now + MINUTE_MS)).toBe(true)
    const rows = world.tick(MINUTE_MS)

    expect(rows).toMatchObject(STORES.map(() => ({ priceMinor: 9_000, floorMinor: 8_572, costVersion: 2 })))
    expect(world.said('pricing_decisions')).toMatchObject([{ cause: expect.stringMatching(/^t\d+$/) }])
    expect(world.pipeline.due(world.now)).toBe(false)
  })

  test('is in force before any input of the batch that reaches its time', () => {
    const world = promotedWorld()
    world.cost(6_000, { effectiveFrom: world.now + MINUTE_MS })
    world.now += MINUTE_MS
    const rows = world.sell(1)
    expect(pricesOf(rows)).toEqual([9_000, 9_000, 9_000, 9_000])
  })

  test('comes into force together with others that are due: no price is decided between them', () => {
    const world = promotedWorld()
    const ids = [[5_000, 30], [6_900, 10], [6_000, 20]] as const
    for (const [costMinor, inMs] of ids) world.cost(costMinor, { effectiveFrom: world.now + inMs })

    const rows = world.tick(MINUTE_MS)

    expect(rows.map(({ priceMinor, costVersion }) => [priceMinor, costVersion])).toEqual([[8_000, 4], [8_000, 4], [8_000, 4]])
  })

  test('of the same moment as another: what arrived later counts', () => {
    const world = promotedWorld()
    const effectiveFrom = world.now + MINUTE_MS
    for (const costMinor of [5_300, 5_200, 5_100]) world.cost(costMinor, { effectiveFrom })
    expect(world.tick(MINUTE_MS)).toMatchObject(STORES.map(() => ({ floorMinor: 7_286, costVersion: 4 })))
  })

  test('is passed over if something newer is in force when its time comes', () => {
    const world = promotedWorld()
    world.cost(6_000, { effectiveFrom: world.now + MINUTE_MS })
    world.now += 1
    world.cost(5_100)

    world.tick(MINUTE_MS)

    expect(world.sell(1)).toMatchObject([{ costVersion: 2, floorMinor: 7_286 }])
  })

  test('that slipped is quarantined when it arrives, and never comes into force', () => {
    const world = promotedWorld()
    world.cost(60_000, { effectiveFrom: world.now + MINUTE_MS })
    expect(world.order.quarantined.length).toBe(1)
    world.tick(1)
    expect(world.tick(MINUTE_MS)).toEqual([])
  })

  test('whose time has come already counts at once', () => {
    const world = promotedWorld()
    expect(world.cost(6_000, { effectiveFrom: world.now })).toMatchObject(STORES.map(() => ({ costVersion: 2 })))
  })
})
