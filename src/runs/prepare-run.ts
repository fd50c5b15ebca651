import type { ScenarioOverrides } from '../scenarios/overrides.ts'
import { planOf } from '../scenarios/plan.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { formatDuration } from '../engine/kernel/durations.ts'
import { createRunFolder } from './folders/create-run-folder.ts'
import { recordBugsIn } from './folders/errors-log.ts'
import { estimateDiskBytes, planScenario } from './plan-scenario.ts'
import { checkReportPaths, type ReportCopy } from './report-files.ts'
import type { RunKind } from './workers-of-run.ts'

export interface RunRequest {
  /** A built-in scenario's name, or a file. */
  readonly scenario: string
  readonly overrides: ScenarioOverrides
  readonly on: RunKind
  readonly out?: string
  readonly force: boolean
  readonly reports: readonly ReportCopy[]
}

/** A run that can begin: nothing that can be known beforehand stands in its way. */
export interface PreparedRun {
  readonly id: string
  readonly dir: string
  readonly scenario: Scenario
  /** What it is about to do, for whoever shows it. */
  readonly outline: {
    readonly seed: string
    readonly scenario: string
    readonly duration: string
    readonly events: number
    readonly skus: number
    readonly stores: number
    readonly dir: string
  }
}

/** Checks everything, then makes the run's folder, which is the first thing that is written. */
export async function prepareRun({ scenario: nameOrFile, overrides, on, out, force, reports }: RunRequest): Promise<PreparedRun> {
  const scenario = await planScenario(nameOrFile, overrides, on)
  checkReportPaths(reports)
  const { id, dir } = createRunFolder({ scenario: scenario.name, out, force, bytesNeeded: estimateDiskBytes(scenario) })
  recordBugsIn(dir)
  return { id, dir, scenario, outline: outlineOf(scenario, dir) }
}

function outlineOf(scenario: Scenario, dir: string): PreparedRun['outline'] {
  const { name, seed, durationMs, catalog } = scenario
  const { total } = planOf(scenario)
  return { seed, scenario: name, duration: formatDuration(durationMs), events: total, skus: catalog.skus, stores: catalog.stores.length, dir }
}
