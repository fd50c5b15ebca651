import type { Phase } from './metric-names.ts'

/** 100 ms of a run, by intended time, over all threads. */
export interface RecoveryWindow {
  readonly startMs: number
  /** Events that were decided at once. */
  readonly count: number
  /** Those of them whose latency was over the scenario's gate. */
  readonly overGate: number
  /** Whether never more than a second of traffic was waiting. */
  readonly lagOk: boolean
}

/** A span of the run under one fault; an instant has no length. */
export interface FaultSpan {
  readonly startMs: number
  readonly endMs: number
}

export const WINDOW_MS = 100
const GOOD_FOR_MS = 5_000
const RECOVERY_MAX_MS = 30_000
/** A window's latency is within its gate while at most this share of its events is over it: its p(99) is within. */
const OVER_GATE_SHARE_MAX = 0.01

/**
 * From a fault's end (its start, if it is an instant) to the start of the first 5 s in which every window is good.
 * null where no such 5 s are left in the run. Windows are in order and without gaps; where two overlap a fault's end,
 * the one that starts behind it is the first that can show a recovery.
 */
export function recoveryTimeMs(windows: readonly RecoveryWindow[], faultEndMs: number): number | null {
  const needed = GOOD_FOR_MS / WINDOW_MS
  let good = 0
  for (const window of windows) {
    if (window.startMs < faultEndMs) continue
    good = isGood(window) ? good + 1 : 0
    if (good === needed) return window.startMs - (needed - 1) * WINDOW_MS - faultEndMs
  }
  return null
}

/** An empty window shows no slow event; one that should not be empty has its events waiting, and `lagOk` is false. */
function isGood({ count, overGate, lagOk }: RecoveryWindow): boolean {
  return lagOk && overGate <= count * OVER_GATE_SHARE_MAX
}

/**
 * The phase of an event that was meant to be sent at `intendedMs`: `fault` while one is on, `recovery` from its end
 * until it was reached, for 30 s at most. `recoveries` has the recovery time of each fault, in the same order.
 */
export function phaseOf(intendedMs: number, faults: readonly FaultSpan[], recoveries: readonly (number | null)[]): Phase {
  if (faults.some(({ startMs, endMs }) => startMs <= intendedMs && intendedMs < endMs)) return 'fault'
  const recovers = ({ endMs }: FaultSpan, index: number) => endMs <= intendedMs && intendedMs < endMs + Math.min(recoveries[index] ?? RECOVERY_MAX_MS, RECOVERY_MAX_MS)
  return faults.some(recovers) ? 'recovery' : 'steady'
}
