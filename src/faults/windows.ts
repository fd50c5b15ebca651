import { Random } from '../engine/kernel/random.ts'
import type { PlannedFault } from './fault.ts'
import { CRASH_POINTS, type CrashAt } from './kinds/crash.ts'

/** A span of the run, in ms from its start, under the fault with this text. */
export interface FaultWindow {
  readonly fault: string
  readonly startMs: number
  readonly endMs: number
}

/** A bolt's end in one partition. */
export interface PlannedCrash {
  readonly fault: string
  readonly atMs: number
  readonly bolt: string
  readonly at: CrashAt
  readonly partition: number
}

/** When faults are on, for the phases of a run; an instant is a window of no length. */
export function faultWindows(plan: readonly PlannedFault[]): readonly FaultWindow[] {
  return plan.map(({ spec, startMs, endMs }) => ({ fault: spec.text, startMs, endMs }))
}

export function cacheDownWindows(plan: readonly PlannedFault[]): readonly FaultWindow[] {
  return faultWindows(plan.filter(({ spec }) => spec.kind === 'down' && spec.target.name === 'cache'))
}

/** Each crash with one of `partitions`, which the seed and the fault's own text decide, in the order of time. */
export function crashes(plan: readonly PlannedFault[], seed: string, partitions: readonly number[]): readonly PlannedCrash[] {
  return plan
    .filter(({ spec }) => spec.kind === 'crash')
    .map(({ spec, startMs }) => ({
      fault: spec.text,
      atMs: startMs,
      bolt: spec.target.part ?? '',
      at: CRASH_POINTS.find((point) => point === spec.attributes.at) ?? 'compute',
      partition: partitions[new Random(seed).fork(`fault.${spec.text}`).below(partitions.length)],
    }))
    .toSorted((a, b) => a.atMs - b.atMs)
}
