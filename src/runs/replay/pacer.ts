/** How fast a recording is replayed: a factor of its own time, or as fast as it goes. */
export type Speed = number | 'max'

export const SPEED_RULE = 'a factor of the recorded time with an x, more than 0 and at most 1000x (1x, 2x, 0.5x), or max'
const SPEED_MAX = 1000

/** Undefined where the text is no speed. */
export function parseSpeed(text: string): Speed | undefined {
  if (text === 'max') return text
  const match = /^(\d{1,4}(?:\.\d{1,6})?)x$/.exec(text)
  const factor = match ? Number(match[1]) : NaN
  return factor > 0 && factor <= SPEED_MAX ? factor : undefined
}

/**
 * When each batch is due: as far apart as they were recorded, divided by the speed, and never farther than `maxGapMs` of
 * recorded time. A pure schedule: the caller holds it against its clock.
 */
export class Pacer {
  readonly #speed: Speed
  readonly #maxGapMs: number
  #lastNow: number | undefined
  #dueMs = 0

  constructor(speed: Speed, maxGapMs = Infinity) {
    this.#speed = speed
    this.#maxGapMs = maxGapMs
  }

  /** Milliseconds from the first batch until the one recorded at `now` is due. */
  dueMs(now: number): number {
    if (this.#speed === 'max') return 0
    const gapMs = Math.max(0, now - (this.#lastNow ?? now))
    this.#lastNow = Math.max(now, this.#lastNow ?? now)
    this.#dueMs += Math.min(gapMs, this.#maxGapMs) / this.#speed
    return this.#dueMs
  }
}
