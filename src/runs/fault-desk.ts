import { join } from 'node:path'
import { writeWhole } from '../adapters/files/write-whole.ts'
import { UserError } from '../engine/kernel/user-error.ts'
import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import { injectables, injectedText, type Injectable } from '../faults/injectable.ts'
import type { RunTarget } from '../faults/kinds/fault-kind.ts'
import { parseFault } from '../faults/parse.ts'
import { planFaults } from '../faults/plan.ts'
import { FEEDS, type Scenario } from '../scenarios/scenario.ts'
import type { ConductedRun } from './live-run.ts'
import { rulesSha256 } from './replay/rules.ts'

/** Until the last thread has heard of a fault; a thread without work looks every 20 ms. */
const LEAD_MS = 100
const ORIGIN = { place: 'inject a fault', exitCode: 2 } as const

/** Where faults are injected while the run goes on. What was injected counts as planned from then on, in the folder too. */
export class FaultDesk {
  readonly injectables: readonly Injectable[]
  readonly #scenario: Scenario
  readonly #runDir: string
  readonly #run: ConductedRun

  constructor(scenario: Scenario, runDir: string, run: ConductedRun, runTarget: RunTarget) {
    this.injectables = injectables(Object.keys(BOLTS), FEEDS, runTarget)
    this.#scenario = scenario
    this.#runDir = runDir
    this.#run = run
  }

  /** Returns the fault as it was planned; throws `UserError` where it cannot happen now. */
  inject(injectable: Injectable): string {
    const { durationMs } = this.#scenario
    const startMs = this.#startMs()
    const text = injectedText(injectable, startMs, durationMs)
    const specs = [...this.#run.plan.map(({ spec }) => spec), parseFault(text, ORIGIN)]
    const plan = planFaults(specs, { ...ORIGIN, durationMs, bolts: Object.keys(BOLTS), feeds: FEEDS })
    this.#run.inject(plan[plan.length - 1])
    writeScenario(this.#runDir, { ...this.#scenario, faults: plan.map(({ spec }) => spec.text) })
    return text
  }

  #startMs(): number {
    const { elapsedMs } = this.#run.progress()
    const startMs = Math.ceil(elapsedMs) + LEAD_MS
    if (elapsedMs > 0 && startMs < this.#scenario.durationMs && !this.#run.isStopping) return startMs
    throw new UserError({ ...NO_TRAFFIC, place: ORIGIN.place, value: `${startMs} ms`, exitCode: 2 })
  }
}

const NO_TRAFFIC = { code: 'no_traffic', message: 'there is no traffic now', rule: 'a fault is injected while events are sent', fix: 'try it in the next run' }

/** Written anew as a whole: a run that is killed meanwhile leaves one version or the other. With a digest of its rules, so that a replay knows them. */
export function writeScenario(runDir: string, scenario: Scenario): void {
  writeWhole(join(runDir, 'scenario.json'), `${JSON.stringify({ ...scenario, rulesSha256: rulesSha256(scenario) }, null, 1)}\n`)
}
