import type { PlannedFault } from '../faults/fault.ts'
import type { Hits } from '../faults/fault-at-work.ts'
import { FAULT_KINDS } from '../faults/kinds/registry.ts'
import type { RestartFact } from '../reports/formats/ending.ts'
import { WINDOW_MS, recoveryTimeMs, type RecoveryWindow } from '../reports/recovery.ts'
import type { FaultResult } from '../reports/run-document.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { dueBetween } from '../scenarios/shapes/registry.ts'
import type { LiveTotals } from './live-run.ts'
import type { OutsideFaultResult } from './outside-faults/outside-fault.ts'
import type { LatencyWindow, Restart } from './threads/pipeline-setting.ts'

/** Records that a batch or two hold are no lag, however little traffic there is. */
const LAG_RECORDS_MIN = 10

/** The run in stretches of 100 ms, over all threads, up to the end of its traffic. */
export function recoveryWindows(scenario: Scenario, threads: readonly (readonly LatencyWindow[])[]): readonly RecoveryWindow[] {
  return Array.from({ length: Math.floor(scenario.durationMs / WINDOW_MS) }, (_, index) => {
    const parts = threads.flatMap((windows) => windows[index] ?? [])
    const startMs = index * WINDOW_MS
    return {
      startMs,
      count: sum(parts.map(({ count }) => count)),
      overGate: sum(parts.map(({ overGate }) => overGate)),
      lagOk: sum(parts.map(({ lagMax }) => lagMax)) <= Math.max(LAG_RECORDS_MIN, secondOfTraffic(scenario, startMs)),
    }
  })
}

/** By the schedule, just before or just ahead, whichever is more: traffic that begins has no second behind it. */
function secondOfTraffic({ traffic: { shape }, durationMs }: Scenario, ms: number): number {
  return Math.max(dueBetween(shape, ms - 1000, ms, durationMs), dueBetween(shape, ms, ms + 1000, durationMs))
}

/** What each planned fault did, and how long the pipeline needed to get over it. */
export function faultResults(plan: readonly PlannedFault[], live: LiveTotals, windows: readonly RecoveryWindow[], outside: OutsideFaultResults = new Map()): readonly FaultResult[] {
  return plan.map((planned, index) => {
    const happened = outside.get(planned)
    if (happened) return outsideResult(planned, happened, windows)
    const { spec, startMs, endMs } = planned
    const hit = hitsOf(spec.text, index, live)
    const started = hit.injected > 0 || FAULT_KINDS[spec.kind].timing === 'interval'
    return {
      spec: spec.text,
      startedAtMs: started ? startMs : null,
      endedAtMs: started ? endMs : null,
      ...hit,
      recoveryMs: started ? recoveryTimeMs(windows, endMs) : null,
    }
  })
}

type OutsideFaultResults = ReadonlyMap<PlannedFault, OutsideFaultResult>

/** An instant is got over from its start on, also where what it killed comes back later. */
function outsideResult({ spec }: PlannedFault, result: OutsideFaultResult, windows: readonly RecoveryWindow[]): FaultResult {
  const overAtMs = FAULT_KINDS[spec.kind].timing === 'instant' ? result.startedAtMs : result.endedAtMs
  return { spec: spec.text, ...result, recoveryMs: overAtMs === null ? null : recoveryTimeMs(windows, overAtMs) }
}

/** How each bolt that was crashed came back. */
export function restartFacts(plan: readonly PlannedFault[], live: LiveTotals): readonly RestartFact[] {
  const crashed = plan.filter(({ spec: { kind, target } }) => target.name === 'bolt' && (kind === 'crash' || kind === 'restart'))
  return crashed.flatMap((planned) => {
    const restart = restartOf(planned, live)
    return restart ? [{ spec: planned.spec.text, restartMs: restart.restartMs, batches: restart.batches }] : []
  })
}

/** Wherever it acted: on the lines of feeds, in the pipeline's threads, in the readers'. */
function hitsOf(text: string, index: number, { generator, pipelines, reader }: LiveTotals): Hits {
  const hits = [generator.injected[index], reader.hits[text], ...pipelines.map((pipeline) => pipeline.hits[text])]
  return { injected: sum(hits.map((each) => each?.injected ?? 0)), eligible: sum(hits.map((each) => each?.eligible ?? 0)) }
}

/** The first restart of that bolt since the crash was due. */
function restartOf({ spec, startMs }: PlannedFault, { pipelines }: LiveTotals): Restart | undefined {
  const restarts = pipelines.flatMap(({ restarts }) => restarts).filter(({ bolt, atMs }) => bolt === spec.target.part && atMs >= startMs)
  return restarts.toSorted((a, b) => a.atMs - b.atMs)[0]
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
