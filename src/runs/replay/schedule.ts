import { setTimeout } from 'node:timers/promises'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import { Pacer, type Speed } from './pacer.ts'

/** A stop is heard at least this often. */
const NAP_MS_MAX = 50

/** Waits for the moments of a recording, as a pacer has them; the first one is now. At full speed nothing is waited for. */
export class Schedule {
  readonly #pacer: Pacer | null
  readonly #isStopped: () => boolean
  #beganAtMs: number | undefined
  /** How far it was behind at worst, ms. */
  lateMsMax = 0

  constructor({ speed, maxGapMs }: { readonly speed: Speed; readonly maxGapMs: number }, isStopped: () => boolean) {
    this.#pacer = speed === 'max' ? null : new Pacer(speed, maxGapMs)
    this.#isStopped = isStopped
  }

  /** Resolves when what was recorded at `now` is due, or it was stopped: to that time on the monotonic clock; Infinity: nothing can be late. */
  async until(now: number): Promise<number> {
    if (!this.#pacer) return Infinity
    const dueMs = this.#pacer.dueMs(now)
    this.#beganAtMs ??= monotonicMs() - dueMs
    const dueAtMs = this.#beganAtMs + dueMs
    const leftMs = () => dueAtMs - monotonicMs()
    this.lateMsMax = Math.max(this.lateMsMax, -leftMs())
    for (let left = leftMs(); left > 0 && !this.#isStopped(); left = leftMs()) await setTimeout(Math.min(left, NAP_MS_MAX))
    return dueAtMs
  }
}
