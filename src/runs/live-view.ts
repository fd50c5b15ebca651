import { recoveryTimeMs, WINDOW_MS, type RecoveryWindow } from '../reports/recovery.ts'
import type { Threshold } from '../reports/thresholds/threshold.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { dueBetween } from '../scenarios/shapes/registry.ts'
import { CountBySecond } from './count-by-second.ts'
import type { LatencySeries } from './latency-series.ts'
import type { LiveProgress } from './live-run.ts'
import { thresholdsNow } from './live-thresholds.ts'
import type { BoltView, FaultView, LiveView, SecondView, ThresholdView } from './progress.ts'
import { parsedThresholds } from './parsed-scenario.ts'
import { recoveryWindows } from './run-faults.ts'
import { mergeCuts } from './threads/cut-list.ts'
import type { LatencyWindow } from './threads/pipeline-setting.ts'

/** Thresholds and recoveries are worked out this often: they add up histograms. */
const THINK_EVERY_MS = 1000
/** Decisions come a little later than their events, so the newest windows are not judged yet. */
const UNSETTLED_MS = 1000
/** Decisions that come very late still change seconds this far back. */
const CHANGING_SECONDS = 15

/** Puts together what is known of a run from outside its threads. */
export class LiveViewer {
  readonly #scenario: Scenario
  readonly #thresholds: readonly Threshold[]
  readonly #windows: LatencyWindow[][] = []
  readonly #counts = { sent: new CountBySecond(), prevented: new CountBySecond(), fallbacks: new CountBySecond() }
  #seconds: readonly SecondView[] = []
  #thoughtAtMs = -Infinity
  #judged: readonly ThresholdView[] = []
  #recoveries: readonly RecoveryWindow[] = []

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    this.#thresholds = parsedThresholds(scenario)
  }

  view(live: LiveProgress): LiveView {
    const { name, seed, latencyGateMs } = this.#scenario
    this.#remember(live)
    if (live.elapsedMs >= this.#thoughtAtMs + THINK_EVERY_MS) this.#think(live)
    const { reads, fallbacks, unavailable, p99Ms } = live.reader ?? NO_READS
    return {
      scenario: name,
      seed,
      gateMs: latencyGateMs,
      seconds: this.#watchSeconds(live),
      bolts: mergeBolts(live.reports.map(({ bolts }) => bolts)),
      reads: { reads, fallbacks, unavailable, p99Ms },
      achievedRatio: live.achievedRatio,
      rejected: live.rejected,
      pricesPublished: live.counts.prices_published ?? 0,
      cuts: mergeCuts(live.reports.map(({ cuts }) => cuts)),
      faults: this.#faults(live),
      thresholds: this.#judged,
    }
  }

  #remember({ reports, elapsedMs, sent, counts, reader }: LiveProgress): void {
    for (const [thread, { windows }] of reports.entries()) {
      const known = (this.#windows[thread] ??= [])
      for (const window of windows) known[window.startMs / WINDOW_MS] = window
    }
    this.#counts.sent.look(elapsedMs, sent)
    this.#counts.prevented.look(elapsedMs, counts.margin_breaches_prevented ?? 0)
    this.#counts.fallbacks.look(elapsedMs, reader?.fallbacks ?? 0)
  }

  #think(live: LiveProgress): void {
    this.#thoughtAtMs = live.elapsedMs
    this.#judged = thresholdsNow(this.#thresholds, live)
    const settled = Math.max(0, Math.floor((live.elapsedMs - UNSETTLED_MS) / WINDOW_MS))
    this.#recoveries = recoveryWindows(this.#scenario, this.#windows).slice(0, settled)
  }

  #watchSeconds({ elapsedMs, latency }: LiveProgress): readonly SecondView[] {
    const complete = Math.floor(Math.min(elapsedMs, this.#scenario.durationMs) / 1000)
    const settled = this.#seconds.slice(0, Math.max(0, complete - CHANGING_SECONDS))
    const changing = Array.from({ length: complete - settled.length }, (_, index) => this.#second(settled.length + index, latency))
    this.#seconds = [...settled, ...changing]
    return this.#seconds
  }

  #second(second: number, latency: LatencySeries): SecondView {
    const { durationMs, traffic } = this.#scenario
    const planned = dueBetween(traffic.shape, second * 1000, (second + 1) * 1000, durationMs)
    const { sent, prevented, fallbacks } = this.#counts
    const counted = { sent: sent.during(second), breachesPrevented: prevented.during(second), fallbacks: fallbacks.during(second) }
    return { planned, ...counted, lagMax: this.#lagMax(second), ...latency.at(second) }
  }

  #lagMax(second: number): number {
    const windowsASecond = 1000 / WINDOW_MS
    const tenths = Array.from({ length: windowsASecond }, (_, tenth) => second * windowsASecond + tenth)
    return Math.max(...tenths.map((index) => this.#windows.reduce((sum, windows) => sum + (windows[index]?.lagMax ?? 0), 0)))
  }

  #faults({ plan }: LiveProgress): readonly FaultView[] {
    const planned = this.#scenario.faults.length
    return plan.map(({ spec, startMs, endMs }, index) => ({ spec: spec.text, startMs, endMs, isInjected: index >= planned, recoveryMs: recoveryTimeMs(this.#recoveries, endMs) }))
  }
}

const NO_READS = { reads: 0, fallbacks: 0, unavailable: 0, p99Ms: null }

/** Threads know the same bolts in the same order; the slower thread's times count. */
function mergeBolts(threads: readonly (readonly BoltView[])[]): readonly BoltView[] {
  const [first = []] = threads
  return first.map(({ name }, index) => {
    const all = threads.map((bolts) => bolts[index])
    return { name, p50Ms: Math.max(...all.map(({ p50Ms }) => p50Ms)), p99Ms: Math.max(...all.map(({ p99Ms }) => p99Ms)) }
  })
}
