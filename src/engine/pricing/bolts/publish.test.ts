import { describe, expect, test } from 'vitest'
import { spoil } from '../../../simulator/bugs/spoil.ts'
import { MINUTE_MS, PricingWorld } from '../../../testing/pricing-world.ts'
import type { PricingPolicy } from '../policy.ts'
import type { Decision } from '../tuple.ts'

/** A pipeline whose guard is broken: behind it the decision is changed. */
function brokenGuard(change: (decision: Decision, floorMinor: number) => void, policy: Partial<PricingPolicy> = {}): PricingWorld {
  const wrap = spoil('decide', (bolt) => ({
    assess(state, tuple, now) {
      bolt.assess!(state, tuple, now)
      change(tuple.decision, tuple.cost.floorMinor)
    },
  }))
  return new PricingWorld(policy, ['S01'], wrap)
}

describe('a price', () => {
  test('is published once, and decided again without a change', () => {
    const world = new PricingWorld()

    expect(world.seed()).toMatchObject([{ priceMinor: 10_000, version: 1, reason: 'BASE_PRICE' }])
    expect(world.said('price_updates')).toMatchObject([{ sku: 'SKU-1', store: 'S01', version: 1, priceMinor: 10_000 }])
    expect(world.published).toMatchObject([{ version: 1, priceMinor: 10_000, currency: 'INR', floorMinor: 7_143, costVersion: 1, publishedAt: world.now }])
    expect(world.explanations).toEqual([])

    expect(world.sell(1)).toMatchObject([{ priceMinor: 10_000, version: 1 }])
    expect([world.published, world.said('price_updates'), world.explanations]).toEqual([[], [], []])
  })

  test('has a version that grows by one with every change of what is published', () => {
    const world = new PricingWorld()
    const versions = [world.seed(), world.cost(5_100), world.promote({ kind: 'percent-off', offBps: 1000 }), world.sell(1), world.endPromotion('promo-1')].map(([row]) => row.version)
    expect(versions).toEqual([1, 2, 3, 3, 4])
  })

  test('is renewed when half of its time has passed, and not before', () => {
    const world = new PricingWorld({ validForMs: MINUTE_MS })
    world.seed()
    world.now += MINUTE_MS / 2 - 1
    world.sell(1)
    expect(world.published).toEqual([])

    world.now += 1
    expect(world.sell(1)).toMatchObject([{ version: 2 }])
    expect(world.published).toMatchObject([{ priceMinor: 10_000, validUntil: world.now + MINUTE_MS }])
  })

  test('is valid no longer than the promotion that made it', () => {
    const world = new PricingWorld()
    world.seed()
    world.promote({ kind: 'percent-off', offBps: 1000, endsAt: world.now + MINUTE_MS })
    expect(world.published).toMatchObject([{ promoLabel: 'promo-1', validUntil: world.now - 1 + MINUTE_MS }])
  })

  test('carries no label where its promotion gives nothing', () => {
    const world = new PricingWorld()
    world.seed({ costMinor: 6_900 })
    world.promote({ kind: 'percent-off', offBps: 1000, endsAt: world.now + MINUTE_MS })
    world.cost(6_901)
    expect(world.published).toMatchObject([{ priceMinor: 10_000, promoLabel: '' }])
    expect(world.published[0].validUntil).toBeGreaterThan(world.now + MINUTE_MS)
  })

  test('that changes is explained from its inputs to its outcome', () => {
    const world = new PricingWorld()
    world.seed({ costMinor: 6_000, tax: { mode: 'flat', amountMinor: 100 } })
    world.promote({ kind: 'percent-off', offBps: 2000 })
    expect(world.explanations).toEqual([
      {
        decisionId: expect.stringMatching(/^0:t\d+:SKU-1:S01:r1$/),
        sku: 'SKU-1',
        store: 'S01',
        ts: world.now,
        inputs: { baseMinor: 10_000, currency: 'INR', costMinor: 6_000, logisticsMinor: 0, flatTaxMinor: 100, costVersion: 1, onHand: 500, stockAgeMs: 1 },
        features: { unitsPerHour: 5, baselinePerHour: 5 },
        candidates: [{ promotion: 'promo-1', kind: 'percent-off', discountMinor: 2_000 }],
        rejected: [{ priceMinor: 8_000, rule: 'margin_floor', floorMarginBps: 3000, floorMinor: 8_715 }],
        appliedRules: ['promotion:promo-1', 'guard:reduced'],
        modelOutputs: { depletionEtaHours: 100, stance: 'normal' },
        finalDecision: 'reduced',
        askedMinor: 8_000,
        askedDiscountMinor: 2_000,
        priceBefore: 10_000,
        priceAfter: 9_000,
        discountBps: 1000,
        marginBps: 3222,
        floorPrice: 8_715,
        reasonCode: 'PROMO_MODIFY_DISCOUNT',
        ruleSetVersion: 1,
        source: { topic: 'tick', partition: 0, seq: expect.any(String) },
      },
    ])
  })
})

describe('where no price is safe', () => {
  test('nothing is sold: a versioned "unavailable", and a critical alert, once', () => {
    const world = new PricingWorld()
    world.seed()

    const rows = world.cost(8_000)

    expect(rows).toMatchObject([{ priceMinor: null, marginBps: null, discountBps: 0, floorMinor: 11_429, version: 2, reason: 'NO_SAFE_PRICE' }])
    expect(world.published).toMatchObject([{ priceMinor: 0, version: 2, floorMinor: 11_429, promoFreeMinor: 0 }])
    expect(world.said('price_updates')).toMatchObject([{ priceMinor: null, was: 10_000, version: 2 }])
    expect(world.said('alerts')).toMatchObject([{ type: 'no_safe_price', severity: 'critical', data: { askedMinor: 10_000, floorMinor: 11_429 } }])
    world.sell(1)
    expect(world.said('alerts')).toEqual([])
  })

  test.each([true, false])('the price that stands is held if it clears the floor at the newest cost, and no longer than that (second check: %s)', (publisherCheck) => {
    const world = new PricingWorld({ publisherCheck })
    world.seed()
    world.override(12_000, MINUTE_MS)
    expect(world.cost(8_000)).toMatchObject([{ priceMinor: 12_000, floorMinor: 11_429, reason: 'MANUAL_OVERRIDE' }])

    const held = world.tick(MINUTE_MS)
    const [{ validUntil }] = world.published
    const lost = world.cost(8_500)

    expect(held).toMatchObject([{ priceMinor: 12_000, reason: 'HOLD_LAST_SAFE' }])
    expect(validUntil).toBeGreaterThan(world.now)
    expect(lost).toMatchObject([{ priceMinor: null, floorMinor: 12_143, reason: 'NO_SAFE_PRICE' }])
  })

  test('the price comes back with a cost that allows it', () => {
    const world = new PricingWorld()
    world.seed()
    world.cost(8_000)
    world.now += 1
    expect(world.cost(6_000)).toMatchObject([{ priceMinor: 10_000, version: 3, reason: 'BASE_PRICE' }])
  })
})

describe('the publisher', () => {
  test.each([
    ['a price', (decision: Decision, floorMinor: number) => void (decision.priceMinor = decision.worstMinor = floorMinor - 1), {}],
    ['the price at the worst quantity', (decision: Decision, floorMinor: number) => void (decision.worstMinor = floorMinor - 1), {}],
    ['a price under the minimum profit', (decision: Decision, floorMinor: number) => void (decision.priceMinor = decision.worstMinor = floorMinor - 1), { minProfitMinor: 4_000 }],
  ])('blocks %s that a broken guard lets through', (_, breakIt, policy) => {
    const world = brokenGuard(breakIt, policy)

    const rows = world.seed()

    expect(rows).toMatchObject([{ priceMinor: null, reason: 'NO_SAFE_PRICE' }])
    expect(world.published).toMatchObject([{ priceMinor: 0 }])
    expect(world.said('alerts')).toMatchObject([{ type: 'no_safe_price' }])
  })

  test('lets what stands on the floor pass', () => {
    const world = brokenGuard((decision, floorMinor) => void (decision.priceMinor = decision.worstMinor = floorMinor))
    expect(world.seed()).toMatchObject([{ priceMinor: 7_143, floorMinor: 7_143 }])
  })

  test('lets everything pass where its check is switched off, so that the checks behind it can be tried', () => {
    const world = brokenGuard((decision) => void (decision.priceMinor = decision.worstMinor = 1), { publisherCheck: false })
    expect(world.seed()).toMatchObject([{ priceMinor: 1 }])
  })
})
