import type { Random } from '../engine/kernel/random.ts'
import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import type { FaultSpec, PlannedFault } from './fault.ts'
import { type FaultAtWork, inOrderOfAction } from './fault-at-work.ts'
import type { FaultTime } from './fault-time.ts'
import type { WorkerEnd } from './kinds/fault-kind.ts'
import { backAt } from './plan.ts'
import type { ActingFault } from './port-call.ts'
import { actingFault } from './port-faults.ts'
import { crashAt, type PlannedCrash } from './windows.ts'

/** One of the pipeline's threads or processes: `worker.1` has index 0. */
export interface WorkerPlace {
  readonly index: number
  readonly of: number
}

/** How a worker is ended, and when another begins in its place. */
export interface Ending {
  readonly end: WorkerEnd | 'in_a_batch'
  readonly againAtMs: number
}

/** `worker.2` is the second one, `worker` one of them that the seed and the fault's own text decide. */
export function hitsWorker({ text, target: { name, part } }: FaultSpec, { index, of }: WorkerPlace, random: Random): boolean {
  if (name !== 'worker') return false
  return part === undefined ? random.fork(`worker.${text}`).below(of) === index : part === String(index + 1)
}

/** The faults of one worker of the pipeline, turn by turn. */
export class WorkerFaults {
  readonly #turns: readonly { readonly fault: FaultAtWork; readonly acting: ActingFault }[]
  readonly #endings: readonly FaultAtWork[]
  readonly #time: FaultTime
  readonly #runMs: number

  /** A worker that began in another's place is not ended by what ended that one. */
  constructor(faults: readonly FaultAtWork[], time: FaultTime, runMs: number) {
    const bornMs = time.elapsedMs()
    const ordered = faults.toSorted(inOrderOfAction)
    this.#turns = ordered.filter(({ kind }) => kind.onTurn).map((fault) => ({ fault, acting: actingFault(fault, time) }))
    this.#endings = ordered.filter(({ kind, startMs }) => kind.endsWorker && startMs > bornMs)
    this.#time = time
    this.#runMs = runMs
  }

  /** One turn under the faults that are on. */
  turn(turn: () => Promise<boolean>): Promise<boolean> {
    if (this.#turns.length === 0) return turn()
    const elapsedMs = this.#time.elapsedMs()
    const struck = this.#turns.filter(({ fault }) => fault.startMs <= elapsedMs && elapsedMs < fault.endMs && fault.strikes())
    return struck.reduceRight<() => Promise<boolean>>((inner, { fault, acting }) => () => fault.kind.onTurn!(inner, acting), turn)()
  }

  /** What ends the worker now, which happens once; undefined where it goes on. */
  ending(): Ending | undefined {
    const elapsedMs = this.#time.elapsedMs()
    const due = elapsedMs === Infinity ? undefined : this.#endings.find(({ startMs }) => startMs <= elapsedMs)
    if (!due) return undefined
    due.strikes()
    return { end: due.kind.endsWorker!, againAtMs: backAt(due.planned.spec, this.#runMs) }
  }
}

/**
 * The ends of a worker in the middle of a batch. `compute` is in the middle of one bolt's work, which the seed and the
 * fault's own text decide.
 */
export function workerCrashes(plan: readonly PlannedFault[], place: WorkerPlace, random: Random): readonly PlannedCrash[] {
  const mine = workerPlan(plan, place, random).filter(({ spec }) => spec.kind === 'crash')
  return mine.map(({ spec, startMs }) => ({ fault: spec.text, atMs: startMs, bolt: random.fork(`bolt.${spec.text}`).pick(Object.keys(BOLTS)), at: crashAt(spec), partition: null }))
}

/** The faults of the plan that hit this worker. */
export const workerPlan = (plan: readonly PlannedFault[], place: WorkerPlace, random: Random): readonly PlannedFault[] => plan.filter(({ spec }) => hitsWorker(spec, place, random))
