import type { Bolt, BoltState } from '../engine/kernel/bolt.ts'
import { BoltCrash, type CrashPoint, type FaultDriver } from '../engine/kernel/ports.ts'
import type { PlannedCrash } from './windows.ts'
import { WorkerCrash } from './worker-crash.ts'

/** Crashes a partition's bolts, or the worker that has it, when their time has come, once each, at the point that was asked for. */
export class PlannedCrashes implements FaultDriver {
  readonly #partition: number
  /** Of the run, not by the clock that prices go by: that one may leap. */
  readonly #elapsedMs: () => number
  readonly #onCrash: (crash: PlannedCrash) => void
  #waiting: readonly PlannedCrash[]
  // Of the batch that is being decided.
  #batchMs = -Infinity
  // What is executed again from the log does not crash: it is done by whoever mends a crash.
  #isLive = false

  constructor(crashes: readonly PlannedCrash[], partition: number, elapsedMs: () => number, onCrash: (crash: PlannedCrash) => void = () => {}) {
    this.#partition = partition
    this.#elapsedMs = elapsedMs
    this.#onCrash = onCrash
    this.#waiting = crashes.filter((crash) => crash.partition === partition || crash.partition === null)
  }

  /** One more, while the run goes on. Bolts that run are not wrapped any more, so it cannot be one at `compute`. */
  add(crash: PlannedCrash): void {
    if (crash.at === 'compute') throw new Error(`${crash.fault} cannot be added while its bolt runs`)
    if (crash.partition === this.#partition) this.#waiting = [...this.#waiting, crash]
  }

  /** Whether a crash at one of these points waits for its time. */
  awaits(points: readonly CrashPoint[]): boolean {
    return this.#isLive && this.#waiting.some((crash) => points.includes(pointOf(crash)))
  }

  reach(point: CrashPoint): void {
    if (this.#waiting.length === 0) return
    if (point === 'read') {
      this.#batchMs = this.#elapsedMs()
      // A run that is stopped crashes no more.
      this.#isLive = this.#batchMs < Infinity
    }
    this.#crashIfDue((crash) => pointOf(crash) === point)
  }

  /** A wrapper that lets the named bolts die in the middle of their work. Other bolts stay as they are. */
  readonly wrap = <State extends BoltState, Tuple>(bolt: Bolt<State, Tuple>): Bolt<State, Tuple> => {
    if (!this.#waiting.some((crash) => crash.bolt === bolt.name && crash.at === 'compute')) return bolt
    const fall = () => this.#crashIfDue((crash) => crash.bolt === bolt.name && crash.at === 'compute')
    const { fold, assess } = bolt
    return {
      ...bolt,
      fold: fold && ((state, tuple, now) => (fall(), fold(state, tuple, now))),
      assess: assess && ((state, tuple, now) => (fall(), assess(state, tuple, now))),
    }
  }

  #crashIfDue(matches: (crash: PlannedCrash) => boolean): void {
    const due = this.#isLive && this.#waiting.find((crash) => matches(crash) && this.#batchMs >= crash.atMs)
    if (!due) return
    this.#waiting = this.#waiting.filter((crash) => crash !== due)
    this.#isLive = false
    this.#onCrash(due)
    const reason = `fault injected at ${due.at}, ${due.atMs} ms into the run`
    throw due.partition === null ? new WorkerCrash(reason) : new BoltCrash(due.bolt, reason)
  }
}

/** The spout does nothing but read: in the middle of its work means just after that. */
const pointOf = ({ bolt, at }: PlannedCrash): CrashPoint => (bolt === 'spout' && at === 'compute' ? 'read' : at)
