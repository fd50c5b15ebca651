import { Schedule, type Happening } from './schedule.ts'
import type { VirtualClock } from './virtual-clock.ts'

/** Whoever is at work uses one of its ports again within so many microtasks; who does not has come to an end, or waits. */
const IDLE_TURNS = 60

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
  #touches = 0

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
      this.at(atMs, () => (resolve(), this.#settle()))
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
      const end = () => {
        isDone = true
        resolve()
      }
      void task().then(end, (error) => (failed(error), end()))
    })
    if (this.#waiting === 0) await released
    // Somebody waits, and this may hang on it without a word.
    else await this.#settle(() => isDone || isReleased)
    this.#release = undefined
    if (!isDone) await this.#settle()
  }

  /** Somebody at work has used one of its ports. */
  touch(): void {
    this.#touches++
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

  /** Until everybody has come to an end, or waits. */
  async #settle(isOver: () => boolean = () => false): Promise<void> {
    for (let seen = -1; seen !== this.#touches && !isOver(); ) {
      seen = this.#touches
      for (let turn = 0; turn < IDLE_TURNS && !isOver(); turn++) await undefined
    }
  }
}
