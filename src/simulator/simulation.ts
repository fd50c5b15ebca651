import { Schedule, type Happening } from './schedule.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** So many microtasks are run after somebody has begun or ended to wait: what hangs on it has come to its own end by then. */
const SETTLING_TURNS = 60
/** Who hangs on somebody else's waiting does not say so. After so many microtasks without an end it is taken for that. */
const HANGING_TURNS = 2000

/**
 * Virtual time: one thing happens after another, and time stands still while it does. Who waits for a moment lets the
 * others go on.
 */
export class Simulation {
  readonly #schedule = new Schedule()
  readonly #clock: VirtualClock
  #elapsedMs = 0
  #release: (() => void) | undefined
  #waiting = 0

  constructor(clock: VirtualClock) {
    this.#clock = clock
  }

  /** Ms since the start. The clock that everybody sees may have leapt ahead meanwhile. */
  get elapsedMs(): number {
    return this.#elapsedMs
  }

  at(atMs: number, happen: Happening): void {
    this.#schedule.add(Math.max(atMs, this.#elapsedMs), happen)
  }

  after(ms: number, happen: Happening): void {
    this.at(this.#elapsedMs + ms, happen)
  }

  /** For work that is under way: others go on until then. */
  async waitUntil(atMs: number): Promise<void> {
    this.#waiting++
    await new Promise<void>((resolve) => {
      this.at(atMs, () => (resolve(), settle()))
      this.#release?.()
    })
    this.#waiting--
  }

  /** Work that may wait in its middle: time goes on when it is done, or when it waits. Its failure goes to `failed`. */
  async work(task: () => Promise<void>, failed: (error: unknown) => void): Promise<void> {
    let isDone = false
    let isReleased = false
    const released = new Promise<void>((resolve) => {
      this.#release = () => ((isReleased = true), resolve())
      void task()
        .catch(failed)
        .finally(() => {
          isDone = true
          resolve()
        })
    })
    if (this.#waiting === 0) await released
    else for (let turn = 0; turn < HANGING_TURNS && !isDone && !isReleased; turn++) await undefined
    this.#release = undefined
    if (!isDone) await settle()
  }

  /** Lets everything happen that is due by then. */
  async run(untilMs: number): Promise<void> {
    for (let next = this.#schedule.take(untilMs); next; next = this.#schedule.take(untilMs)) {
      this.#clock.advance(next.atMs - this.#elapsedMs)
      this.#elapsedMs = next.atMs
      const happening = next.happen()
      if (happening) await happening
    }
    this.#clock.advance(untilMs - this.#elapsedMs)
    this.#elapsedMs = untilMs
  }
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < SETTLING_TURNS; turn++) await undefined
}
