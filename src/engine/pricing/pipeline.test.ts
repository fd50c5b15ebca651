import { describe, expect, test } from 'vitest'
import { PricingWorld } from '../../testing/pricing-world.ts'

const FOLD_MS = 250

describe('demand', () => {
  test('is not decided at once but folded, and decided at most 250 ms later', () => {
    const world = new PricingWorld()
    world.seed()

    expect(world.view()).toEqual([])
    expect(world.order.folded).toBe(1)
    const began = world.now
    while (!world.pipeline.due(world.now)) world.now++

    expect(world.now - began).toBeGreaterThan(0)
    expect(world.now - began).toBeLessThanOrEqual(FOLD_MS)
    expect(world.tick(0)).toMatchObject([{ sku: 'SKU-1', store: 'S01', events: 1 }])
    expect(world.pipeline.due(world.now + FOLD_MS)).toBe(false)
  })

  test('is decided once, however much of it there was', () => {
    const world = new PricingWorld({}, ['S01', 'S02'])
    world.seed({}, [[500, 5], [500, 5]])
    for (let seen = 0; seen < 30; seen++) world.view(seen % 3 ? 'S01' : 'S02')
    expect(world.tick(FOLD_MS)).toMatchObject([{ store: 'S02', events: 10 }, { store: 'S01', events: 20 }])
    expect(world.tick(FOLD_MS)).toEqual([])
  })

  test('goes along with a decision that comes earlier', () => {
    const world = new PricingWorld()
    world.seed()
    world.view()
    world.now += 50
    expect(world.sell(1)).toMatchObject([{ events: 2 }])
    expect(world.tick(FOLD_MS)).toEqual([])
  })

  test('waits from the first that was folded, not from the last', () => {
    const world = new PricingWorld()
    world.seed()
    const rows = []
    for (let elapsed = 0; elapsed < 1000; elapsed += 50, world.now += 50) rows.push(...world.view())
    expect(rows.map(({ events }) => events)).toEqual([4, 8, 12, 16])
  })

  test('can be folded for as long as the policy says', () => {
    const world = new PricingWorld({ foldAfterMs: 5000 })
    world.seed()
    world.view()
    expect([world.pipeline.due(world.now + 3999), world.pipeline.due(world.now + 5000)]).toEqual([false, true])
  })
})

describe('a storm of competitor prices', () => {
  test('is decided at most as often as the policy says; of the rest the newest wins within 250 ms', () => {
    const world = new PricingWorld()
    world.seed()

    expect(world.competitor(9_900)).toMatchObject([{ priceMinor: 9_900 }])
    for (const priceMinor of [9_000, 8_000, 9_500]) {
      world.now += 10
      expect(world.competitor(priceMinor)).toEqual([])
      expect(world.order.folded).toBe(1)
    }
    const rows = world.tick(FOLD_MS - 20)

    expect(rows).toMatchObject([{ priceMinor: 9_500, reason: 'COMPETITOR_MATCH' }])
    expect(world.tick(FOLD_MS)).toEqual([])
  })

  test('of a thousand a second costs a handful of decisions, never one under the floor, and ends at the newest', () => {
    const world = new PricingWorld({}, ['S01', 'S02'])
    world.seed({}, [[500, 5], [500, 5]])
    const rows = []
    for (let seen = 0; seen < 1000; seen++, world.now++) rows.push(...world.competitor(4_000 + ((seen * 7919) % 6000)))
    rows.push(...world.tick(FOLD_MS))

    expect(rows.length / 2).toBeLessThanOrEqual(10)
    expect(Math.min(...rows.map(({ priceMinor }) => priceMinor!))).toBeGreaterThanOrEqual(7_143)
    expect(rows.at(-1)!.priceMinor).toBe(Math.max(7_143, 4_000 + ((999 * 7919) % 6000)))
  })

  test('around one SKU does not hold up another', () => {
    const world = new PricingWorld()
    for (const name of ['SKU-1', 'SKU-2']) world.seed({}, [[500, 5]], name)
    world.competitor(9_000)
    world.competitor(8_000)
    expect(world.competitor(9_000, { sku: 'SKU-2' })).toMatchObject([{ sku: 'SKU-2', priceMinor: 9_000 }])
  })

  test('is over when a decision for another reason takes the newest price along', () => {
    const world = new PricingWorld()
    world.seed()
    world.competitor(9_000)
    world.competitor(8_000)
    expect(world.cost(5_100)).toMatchObject([{ priceMinor: 8_000 }])
    expect(world.tick(FOLD_MS)).toEqual([])
  })
})

describe('a batch', () => {
  test('does what time brings first, and then its inputs in their order', () => {
    const world = new PricingWorld({}, ['S01', 'S02'])
    world.seed({}, [[500, 5], [500, 5]])
    world.view('S02')
    world.now += FOLD_MS
    const first = world.nextOffset
    const at = (store: string, qty: number) => world.event({ store, data: { qty, unitPriceMinor: 1 } })

    world.send(at('S01', 1), at('S02', 2), at('S01', 3))

    expect(world.said('pricing_decisions').map(({ cause }) => cause)).toEqual([expect.stringMatching(/^t\d+$/), first, first + 1, first + 2])
    expect(world.rows.map(({ store, onHand }) => [store, onHand])).toEqual([['S02', 500], ['S01', 499], ['S02', 498], ['S01', 496]])
  })

  test('answers every event that is decided at once with one line, also where it has nothing to decide', () => {
    const world = new PricingWorld()
    world.seed()
    const promotion = { id: 'p', kind: 'percent-off', label: 'p', scope: {}, offBps: 1 }
    world.send({ topic: 'promo_rules', type: 'promotion_created', sku: undefined, data: { promotion } })
    expect(world.said('pricing_decisions')).toMatchObject([{ decisions: [] }])
  })

  test('shares a row among stores for which the same was decided, and splits it where something differs', () => {
    const stores = ['S01', 'S02', 'S03', 'S04']
    const world = new PricingWorld({}, stores)
    world.seed({}, [[500, 5], [500, 5], [1, 5], [500, 5]])
    world.promote({ kind: 'percent-off', offBps: 1000 })
    const rows = world.said('pricing_decisions').flatMap(({ decisions }) => decisions)
    expect(rows.map(([sku, priceMinor, , , , , , shared]: any[]) => [sku, priceMinor, shared.map(([store]: [string]) => store)])).toEqual([
      ['SKU-1', 9_000, ['S01', 'S02']],
      ['SKU-1', 10_000, ['S03']],
      ['SKU-1', 9_000, ['S04']],
    ])
  })

  test('without work writes nothing', () => {
    const world = new PricingWorld()
    world.seed()
    expect(world.pipeline.due(world.now + 1e9)).toBe(false)
    expect([world.tick(1000), world.lines]).toEqual([[], []])
  })
})
