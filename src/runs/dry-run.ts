import type { Promotion } from '../engine/pricing/promotions/promotion.ts'
import { AXIS_COLUMNS, planLines } from '../reports/formats/plan/plan-lines.ts'
import type { PlannedSpan, RunPlan } from '../reports/formats/plan/run-plan.ts'
import { planOf } from '../scenarios/plan.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { dueBetween } from '../scenarios/shapes/registry.ts'
import { plannedFaults } from './parsed-scenario.ts'
import { estimateDiskBytes, planScenario, type ScenarioOverrides } from './plan-scenario.ts'
import type { RunKind } from './workers-of-run.ts'

/** Beside the traffic a run seeds its catalogue first, and checks its log and executes it again in the end. */
const MEASURED = { startMs: 700, seedMsPerItem: 0.02, checkMs: 500, checkMsPerEvent: 0.012, on: 'two cores of an AMD EPYC' } as const

export interface DryRunOptions {
  readonly scenario: string
  readonly overrides: ScenarioOverrides
  readonly on: RunKind
}

/** What a run would do. It is checked as a run is; nothing is sent and nothing is written. */
export async function dryRun({ scenario: nameOrFile, overrides, on }: DryRunOptions): Promise<{ readonly plan: RunPlan; readonly lines: readonly string[] }> {
  const scenario = await planScenario(nameOrFile, overrides, on)
  const plan = toPlan(scenario, on.target)
  return { plan, lines: planLines(plan) }
}

function toPlan(scenario: Scenario, target: string): RunPlan {
  const { name, summary, seed, durationMs, startsAt, partitions, catalog, promotions, thresholds, traffic } = scenario
  const { total, byKind } = planOf(scenario)
  return {
    schemaVersion: 1,
    dryRun: true,
    scenario: name,
    summary,
    seed,
    target,
    durationMs,
    startsAt: new Date(startsAt).toISOString(),
    partitions,
    skus: catalog.skus,
    stores: catalog.stores.length,
    events: { total, byKind },
    rates: ratesOf(scenario),
    priceReads: Math.round(total * traffic.readShare),
    promotions: promotions.map((promotion) => spanOf(promotion, scenario)),
    faults: faultSpans(scenario),
    thresholds,
    expected: expectationOf(scenario, total),
  }
}

function ratesOf({ traffic, durationMs }: Scenario): readonly number[] {
  const edge = (column: number) => Math.round((durationMs * column) / AXIS_COLUMNS)
  return Array.from({ length: AXIS_COLUMNS }, (_, column) => {
    const [from, until] = [edge(column), edge(column + 1)]
    return until === from ? 0 : (dueBetween(traffic.shape, from, until, durationMs) * 1000) / (until - from)
  })
}

function spanOf({ id, startsAt, endsAt }: Promotion, { startsAt: runStartsAt, durationMs }: Scenario): PlannedSpan {
  const within = (time: number) => Math.min(durationMs, Math.max(0, time - runStartsAt))
  return { name: id, startMs: within(startsAt ?? runStartsAt), endMs: within(endsAt ?? runStartsAt + durationMs) }
}

function faultSpans(scenario: Scenario): readonly PlannedSpan[] {
  return plannedFaults(scenario, 'the scenario’s faults').map(({ spec, startMs, endMs }) => ({ name: spec.text, startMs, endMs }))
}

function expectationOf(scenario: Scenario, events: number): RunPlan['expected'] {
  const { skus, stores } = scenario.catalog
  const beforeTrafficMs = Math.round(MEASURED.startMs + skus * stores.length * MEASURED.seedMsPerItem)
  const afterTrafficMs = Math.round(MEASURED.checkMs + events * MEASURED.checkMsPerEvent)
  return { wholeMs: beforeTrafficMs + scenario.durationMs + afterTrafficMs, beforeTrafficMs, afterTrafficMs, diskBytes: estimateDiskBytes(scenario), measuredOn: MEASURED.on }
}
