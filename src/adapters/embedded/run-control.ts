import type { Clock } from '../../engine/kernel/ports.ts'

// Doubles: the monotonic instant at which traffic begins (0: not yet), and the virtual time that traffic has reached.
const STARTED_AT = 0
const REACHED = 1
// The word behind them: 1 from the moment everybody is asked to stop.
const STOPPING_WORD = 4
const BYTES = 32

/**
 * Milliseconds on the one clock that all threads of the process share. `performance.now()` has an origin a thread, and
 * an offset between the two would be wrong by however long the thread was interrupted while it was taken.
 */
export function monotonicMs(): number {
  const [seconds, nanoseconds] = process.hrtime()
  return seconds * 1000 + nanoseconds / 1e6
}

/** What all threads of a run look at: when traffic began, how far it is, and whether to stop. */
export class RunControl {
  readonly shared: SharedArrayBuffer
  readonly #times: Float64Array
  readonly #words: Int32Array

  constructor(shared: SharedArrayBuffer = new SharedArrayBuffer(BYTES)) {
    this.shared = shared
    this.#times = new Float64Array(shared)
    this.#words = new Int32Array(shared)
  }

  get startedAtMs(): number {
    return this.#times[STARTED_AT]
  }

  start(atMs: number): void {
    this.#times[STARTED_AT] = atMs
  }

  /** Only where traffic is not paced by the clock: the run's millisecond it has reached. */
  get reachedMs(): number {
    return this.#times[REACHED]
  }

  reach(elapsedMs: number): void {
    this.#times[REACHED] = elapsedMs
  }

  get stopping(): boolean {
    return Atomics.load(this.#words, STOPPING_WORD) === 1
  }

  stop(): void {
    Atomics.store(this.#words, STOPPING_WORD, 1)
  }
}

/** Virtual time, 1:1 with the schedule. Before traffic begins it stands still at the run's first instant. */
export class RunClock implements Clock {
  readonly #control: RunControl
  readonly #startsAt: number
  readonly #paced: boolean

  constructor(control: RunControl, startsAt: number, paced: boolean) {
    this.#control = control
    this.#startsAt = startsAt
    this.#paced = paced
  }

  now(): number {
    return this.#startsAt + Math.max(0, Math.floor(this.elapsedMs()))
  }

  /** Milliseconds of the run, negative before it begins. */
  elapsedMs(): number {
    if (!this.#paced) return this.#control.reachedMs
    const { startedAtMs } = this.#control
    return startedAtMs === 0 ? 0 : monotonicMs() - startedAtMs
  }
}
