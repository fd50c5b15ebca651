import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMarket } from './market.ts'
import { apportion, planOf } from './plan.ts'
import { FEEDS, type TrafficShape } from './scenario.ts'
import { sampleScenario, sampleSkus } from './test-samples.ts'
import { Traffic } from './traffic.ts'

describe('apportion', () => {
  it.each([
    [[0.5, 0.5], 3, [2, 1]],
    [[0.45, 0.35, 0.14, 0.04, 0.019, 0.001], 10_000, [4500, 3500, 1400, 400, 190, 10]],
    [[1 / 3, 1 / 3, 1 / 3], 10, [4, 3, 3]],
    [[0, 1], 7, [0, 7]],
  ])('of %j gives %i parts as %j', (shares, total, parts) => {
    expect(apportion(shares, total)).toEqual(parts)
  })

  it('always adds up and is never a whole part off', () => {
    const weights = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 8 }).filter((list) => list.some(Boolean))
    fc.assert(
      fc.property(weights, fc.nat(100_000), (list, total) => {
        const sum = list.reduce((a, b) => a + b)
        const parts = apportion(list, total)
        expect(parts.reduce((a, b) => a + b)).toBe(total)
        parts.forEach((part, index) => expect(Math.abs(part - (list[index] / sum) * total)).toBeLessThan(1))
      }),
    )
  })
})

describe('the plan', () => {
  it.each<[string, TrafficShape]>([
    ['constant', { kind: 'constant', rate: 3_333 }],
    ['ramp', { kind: 'ramp', from: 0, to: 7_000 }],
    ['spike', { kind: 'spike', rate: 500, peak: 9_000, atMs: 1_000, forMs: 1_234 }],
    ['sine', { kind: 'sine', mean: 2_000, amplitude: 2_000, periodMs: 1_700 }],
    ['stages', { kind: 'stages', startRate: 10, stages: [{ durationMs: 3_000, rate: 4_000 }, { durationMs: 2_000, rate: 0 }] }],
  ])('of %s traffic is exactly what is sent', (_kind, shape) => {
    const scenario = sampleScenario({}, { shape })
    const traffic = new Traffic(openMarket(scenario, sampleSkus()))
    traffic.emitDue(scenario.durationMs, () => {})
    const { total, byKind } = planOf(scenario)
    expect(traffic.sent).toEqual(byKind)
    expect(FEEDS.reduce((sum, kind) => sum + byKind[kind], 0)).toBe(total)
    expect(total).toBeGreaterThan(5_000)
  })

  it('has the shares of the mix over every ten thousand events', () => {
    expect(planOf(sampleScenario()).byKind).toEqual({ demand: 4500, sales: 3500, inventory: 1400, competitor: 400, cost: 190, rules: 10 })
  })
})
