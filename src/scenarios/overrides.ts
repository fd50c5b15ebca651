import { UserError } from '../engine/kernel/user-error.ts'
import { FIXTURE_CATALOG, FIXTURE_CATALOG_SKUS } from './catalog-file.ts'
import { type ScaleFault, scaleScenario, withRate, withStages } from './reshape.ts'
import { storeNames } from './resolve/scenario.ts'
import type { Scenario, ShapeOf } from './scenario.ts'
import { mergeThresholds } from './thresholds.ts'

/** What flags say about a run; they win over everything else. */
export interface ScenarioOverrides {
  readonly durationMs?: number
  readonly rate?: number
  readonly stages?: ShapeOf<'stages'>['stages']
  readonly seed?: string
  readonly skus?: number
  readonly stores?: number
  /** A CSV file. */
  readonly catalog?: string
  /** Replace the scenario's own; an empty list drops them. */
  readonly faults?: readonly string[]
  /** Lag beyond which events are rejected. */
  readonly admissionMs?: number
  /** Add to the scenario's; the same subject replaces. */
  readonly thresholds?: readonly string[]
}

export function applyOverrides(scenario: Scenario, overrides: ScenarioOverrides, scaleFault: ScaleFault): Scenario {
  refuseContradiction(overrides)
  const timed = retime(overrides.faults ? { ...scenario, faults: [] } : scenario, overrides, scaleFault)
  const { seed, faults, thresholds, admissionMs } = overrides
  return {
    ...timed,
    seed: seed ?? timed.seed,
    catalog: overrideCatalog(timed.catalog, overrides),
    admission: admissionMs === undefined ? timed.admission : { lagMaxMs: admissionMs },
    // Times in flags are meant as they stand: they are not scaled.
    faults: faults ?? timed.faults,
    thresholds: mergeThresholds(timed.thresholds, thresholds ?? []),
  }
}

function retime(scenario: Scenario, { durationMs, rate, stages }: ScenarioOverrides, scaleFault: ScaleFault): Scenario {
  if (stages) return withStages(scenario, stages, scaleFault)
  const scaled = durationMs === undefined ? scenario : scaleScenario(scenario, durationMs, scaleFault)
  return rate === undefined ? scaled : withRate(scaled, rate)
}

function overrideCatalog(catalog: Scenario['catalog'], { catalog: file, skus, stores }: ScenarioOverrides): Scenario['catalog'] {
  const own = file ?? catalog.file
  // More SKUs than our own catalogue has can only be generated; somebody else's file is taken as it is.
  const outgrown = own === FIXTURE_CATALOG && (skus ?? 0) > FIXTURE_CATALOG_SKUS
  return {
    ...catalog,
    file: outgrown ? null : own,
    skus: skus ?? catalog.skus,
    stores: stores === undefined ? catalog.stores : storeNames(stores),
  }
}

/** Each of these says how the rate goes or how long: two of them cannot both be meant. */
function refuseContradiction({ rate, stages, durationMs }: ScenarioOverrides): void {
  if (!stages || (rate === undefined && durationMs === undefined)) return
  const other = rate === undefined ? '--duration' : '--rate'
  throw new UserError({
    code: 'contradictory_flags',
    message: `--stage and ${other} contradict each other`,
    place: other,
    rule: 'stages say themselves how fast and how long',
    fix: `leave out ${other}, or write it into the stages`,
    exitCode: 2,
  })
}
