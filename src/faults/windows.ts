import { Random } from '../engine/kernel/random.ts'
import type { FaultSpec, PlannedFault } from './fault.ts'
import { CRASH_POINTS, type CrashAt } from './kinds/crash.ts'

/** A span of the run, in ms from its start, under the fault with this text. */
export interface FaultWindow {
  readonly fault: string
  readonly startMs: number
  readonly endMs: number
}

/** A bolt's end in one partition, or a worker's in the middle of that bolt's work. */
export interface PlannedCrash {
  readonly fault: string
  readonly atMs: number
  readonly bolt: string
  readonly at: CrashAt
  /** Null: the whole worker ends, in whichever of its partitions gets there first. */
  readonly partition: number | null
}

/** When faults are on, for the phases of a run; an instant is a window of no length. */
export function faultWindows(plan: readonly PlannedFault[]): readonly FaultWindow[] {
  return plan.map(({ spec, startMs, endMs }) => ({ fault: spec.text, startMs, endMs }))
}

/**
 * Each crash with one of `partitions`, which the seed and the fault's own text decide, in the order of time. A bolt that
 * is started again is so in each of them, between two batches.
 */
export function crashes(plan: readonly PlannedFault[], seed: string, partitions: readonly number[]): readonly PlannedCrash[] {
  const ofBolts = plan.filter(({ spec: { kind, target } }) => target.name === 'bolt' && (kind === 'crash' || kind === 'restart'))
  return ofBolts.flatMap((planned) => crashesOf(planned, seed, partitions)).toSorted((a, b) => a.atMs - b.atMs)
}

function crashesOf({ spec, startMs }: PlannedFault, seed: string, partitions: readonly number[]): readonly PlannedCrash[] {
  const crash = { fault: spec.text, atMs: startMs, bolt: spec.target.part ?? '' }
  if (spec.kind === 'restart') return partitions.map((partition) => ({ ...crash, at: 'read', partition }))
  const drawn = partitions[new Random(seed).fork(`fault.${spec.text}`).below(partitions.length)]
  return [{ ...crash, at: crashAt(spec), partition: drawn }]
}

export const crashAt = ({ attributes }: FaultSpec): CrashAt => CRASH_POINTS.find((point) => point === attributes.at) ?? 'compute'
