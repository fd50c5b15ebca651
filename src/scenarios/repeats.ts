import type { Random } from '../engine/kernel/random.ts'
import type { FeedKind } from './scenario.ts'

export interface Repeat {
  readonly partition: number
  readonly kind: FeedKind
  readonly line: string
}

/** A sender that got no answer sends again; this is the longest that ours waits. */
const REPEAT_WITHIN_MS = 1_500
const NONE: readonly Repeat[] = []

/** Chooses events to be sent twice and keeps them until the second time is due. */
export class Repeats {
  /** How many have been sent again. */
  count = 0
  readonly #share: number
  readonly #durationMs: number
  readonly #random: Random
  readonly #waiting = new Map<number, Repeat[]>()

  constructor(share: number, durationMs: number, random: Random) {
    this.#share = share
    this.#durationMs = durationMs
    this.#random = random
  }

  consider(partition: number, kind: FeedKind, line: string, elapsedMs: number): void {
    if (this.#share === 0 || !this.#random.chance(this.#share)) return
    const atMs = Math.min(elapsedMs + this.#random.between(1, REPEAT_WITHIN_MS), this.#durationMs)
    const repeat = { partition, kind, line }
    const waiting = this.#waiting.get(atMs)
    if (waiting) waiting.push(repeat)
    else this.#waiting.set(atMs, [repeat])
  }

  /** Hands back, once, what is to be sent again in this millisecond. */
  due(elapsedMs: number): readonly Repeat[] {
    const due = this.#waiting.get(elapsedMs)
    if (!due) return NONE
    this.#waiting.delete(elapsedMs)
    this.count += due.length
    return due
  }
}
