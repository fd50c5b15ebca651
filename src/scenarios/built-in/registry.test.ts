import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { PROMOTION_KINDS } from '../../engine/pricing/promotions/registry.ts'
import { catalogPath, FIXTURE_CATALOG, FIXTURE_CATALOG_SKUS } from '../catalog-file.ts'
import { scenarioFile } from '../file/schema.ts'
import { parseStart } from '../local-time.ts'
import { planOf } from '../plan.ts'
import { builtInScenario } from '../resolve-scenario.ts'
import { dueBy } from '../shapes/registry.ts'
import { DEFAULT_THRESHOLDS, subjectOf } from '../thresholds.ts'
import { BUILT_IN_SCENARIOS } from './registry.ts'

const NAMES = Object.keys(BUILT_IN_SCENARIOS)
const catalog = readFileSync(catalogPath(FIXTURE_CATALOG), 'utf8')

describe.each(NAMES)('%s', (name) => {
  const scenario = builtInScenario(name)

  it('is a scenario file that anybody could have written', () => {
    expect(scenarioFile.safeParse(BUILT_IN_SCENARIOS[name]).error?.issues).toBeUndefined()
  })

  it('has its own name and says what it shows', () => {
    expect(scenario.name).toBe(name)
    expect(scenario.summary).toMatch(/\w+ \w+ \w+/)
  })

  it('has every default threshold and a gate for its latency, the canary aside', () => {
    const subjects = scenario.thresholds.map(subjectOf)
    expect(subjects).toEqual(expect.arrayContaining(DEFAULT_THRESHOLDS.map(subjectOf)))
    if (name !== 'canary') expect(subjects).toContain('decision_latency:p(99)')
  })

  it('is for categories that the catalogue has, with kinds that the engine knows', () => {
    for (const { kind, scope } of scenario.promotions) {
      expect(PROMOTION_KINDS).toHaveProperty(kind)
      for (const category of scope.categories ?? []) expect(catalog).toContain(`,${category},`)
    }
  })

  it('starts at a local time of its own zone', () => {
    expect(parseStart('2026-11-27T10:00', scenario.timeZone)).toBe(scenario.startsAt)
  })
})

it('the flash sale is the one of the domain: 20,000/s for a minute, 5,000 SKUs in 20 stores', () => {
  const { traffic, catalog: shop, durationMs } = builtInScenario('flash-sale')
  expect(durationMs).toBe(60_000)
  expect([shop.skus, shop.stores.length]).toEqual([5_000, 20])
  expect(shop.skus).toBe(FIXTURE_CATALOG_SKUS)
  expect(traffic.shape).toEqual({ kind: 'constant', rate: 20_000 })
  expect(traffic.mix).toEqual({ demand: 0.45, sales: 0.35, inventory: 0.14, competitor: 0.04, cost: 0.019, rules: 0.001 })
  expect(planOf(builtInScenario('flash-sale')).byKind).toMatchObject({ demand: 540_000, rules: 1_200 })
})

it('at most 2 % of the flash sale’s competitor events change a price: an undercut and its end', () => {
  expect(2 * builtInScenario('flash-sale').traffic.undercutShare).toBeLessThanOrEqual(0.02)
})

it('the spike is ten times the ordinary rate, and 20,000/s', () => {
  const { traffic, durationMs } = builtInScenario('spike-10x')
  const rateAt = (ms: number) => dueBy(traffic.shape, ms + 1_000, durationMs) - dueBy(traffic.shape, ms, durationMs)
  expect([rateAt(10_000), rateAt(30_000), rateAt(50_000)]).toEqual([2_000, 20_000, 2_000])
})

it('only the canary goes without its guard', () => {
  const unguarded = NAMES.filter((name) => !builtInScenario(name).policy.guard || !builtInScenario(name).policy.publisherCheck)
  expect(unguarded).toEqual(['canary'])
})
