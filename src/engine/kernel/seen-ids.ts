import type { Part } from './part.ts'

const NEVER = 0
const FIRST_SLOTS = 1 << 12
const GROWTH = 4
// An age, in ms before or after the newer generation began, shares a double with 32 bits of key: 2^53 leaves it 2^21.
const AGE_RANGE = 2 ** 21
const AGE_OFFSET = 2 ** 20
/** The longest window whose ages fit: two of them must. */
export const WINDOW_MS_MAX = AGE_OFFSET - 1

/**
 * Remembers ids for a window of recorded time, in memory bounded by the traffic of two windows. An id is kept as a
 * 64-bit fingerprint: among a million ids the chance that a new one is mistaken for a known one is about 5e-14, and
 * the checks, which compare whole ids, would report that event by name.
 *
 * Two generations take turns: when the newer one is a window old, the older one is emptied and becomes the newer.
 */
export class SeenIds implements Part {
  readonly #windowMs: number
  #newer = new Generation(FIRST_SLOTS)
  #older = new Generation(FIRST_SLOTS)
  #newerSinceMs = 0

  constructor(windowMs: number) {
    if (windowMs > WINDOW_MS_MAX) throw new Error(`a window of ${windowMs} ms is longer than ${WINDOW_MS_MAX} ms`)
    this.#windowMs = windowMs
  }

  /** True when `id` was first accepted less than a window ago; otherwise it is accepted now. */
  seen(id: string, now: number): boolean {
    if (now - this.#newerSinceMs >= this.#windowMs) this.#turn(now)
    fingerprint(id)
    const { low, high } = print
    const acceptedAt = this.#newer.find(low, high) || this.#older.find(low, high)
    if (acceptedAt !== NEVER && now - acceptedAt < this.#windowMs) return true
    this.#newer.put(low, high, now)
    return false
  }

  /** Everything remembered, as numbers; `load` takes it back. */
  save(): Float64Array {
    const older = this.#older.entries(this.#newerSinceMs)
    const newer = this.#newer.entries(this.#newerSinceMs)
    const saved = new Float64Array(2 + older.length + newer.length)
    saved[0] = this.#newerSinceMs
    saved[1] = older.length
    saved.set(older, 2)
    saved.set(newer, 2 + older.length)
    return saved
  }

  load(saved: Float64Array): void {
    this.#newerSinceMs = saved[0]
    const split = 2 + saved[1]
    this.#older = Generation.of(saved.subarray(2, split), this.#newerSinceMs)
    this.#newer = Generation.of(saved.subarray(split), this.#newerSinceMs)
  }

  #turn(now: number): void {
    const emptied = this.#older
    this.#older = this.#newer
    emptied.clear()
    this.#newer = emptied
    this.#newerSinceMs = now
  }
}

/** An open-addressing table from fingerprint to time of acceptance. `high` is never 0 where a slot is taken. */
class Generation {
  #keys: Uint32Array
  #times: Float64Array
  #mask: number
  #count = 0

  constructor(slots: number) {
    this.#keys = new Uint32Array(slots * 2)
    this.#times = new Float64Array(slots)
    this.#mask = slots - 1
  }

  static of(entries: Float64Array, sinceMs: number): Generation {
    const generation = new Generation(FIRST_SLOTS)
    for (let at = 0; at < entries.length; at += 2) {
      const keyLow = Math.floor(entries[at] / AGE_RANGE)
      generation.put(keyLow, entries[at + 1], sinceMs + (entries[at] % AGE_RANGE) - AGE_OFFSET)
    }
    return generation
  }

  find(low: number, high: number): number {
    let slot = low & this.#mask
    while (this.#keys[slot * 2 + 1] !== 0) {
      if (this.#keys[slot * 2] === low && this.#keys[slot * 2 + 1] === high) return this.#times[slot]
      slot = (slot + 1) & this.#mask
    }
    return NEVER
  }

  put(low: number, high: number, time: number): void {
    if (this.#count * 2 > this.#mask) this.#grow()
    let slot = low & this.#mask
    while (this.#keys[slot * 2 + 1] !== 0) {
      if (this.#keys[slot * 2] === low && this.#keys[slot * 2 + 1] === high) break
      slot = (slot + 1) & this.#mask
    }
    if (this.#keys[slot * 2 + 1] === 0) this.#count++
    this.#keys[slot * 2] = low
    this.#keys[slot * 2 + 1] = high
    this.#times[slot] = time
  }

  clear(): void {
    this.#keys.fill(0)
    this.#count = 0
  }

  /** Two numbers an entry: the low half of the key with its age beside it, and the high half. */
  entries(sinceMs: number): Float64Array {
    const entries = new Float64Array(this.#count * 2)
    let at = 0
    for (let slot = 0; slot <= this.#mask; slot++) {
      if (this.#keys[slot * 2 + 1] === 0) continue
      const age = Math.max(-AGE_OFFSET, this.#times[slot] - sinceMs)
      entries[at++] = this.#keys[slot * 2] * AGE_RANGE + age + AGE_OFFSET
      entries[at++] = this.#keys[slot * 2 + 1]
    }
    return entries
  }

  #grow(): void {
    const larger = new Generation((this.#mask + 1) * GROWTH)
    for (let slot = 0; slot <= this.#mask; slot++) {
      if (this.#keys[slot * 2 + 1] !== 0) larger.put(this.#keys[slot * 2], this.#keys[slot * 2 + 1], this.#times[slot])
    }
    this.#keys = larger.#keys
    this.#times = larger.#times
    this.#mask = larger.#mask
  }
}

/** The two halves of the last fingerprint: one object for all calls, because every event makes one. */
const print = { low: 0, high: 0 }

/**
 * FNV-1a for one half; another multiplier and a rotation for the other, so that ids that collide in one do not tend to
 * collide in both. Murmur3's avalanche at the end, because ids differ mostly in their last digits.
 */
function fingerprint(id: string): void {
  let low = 0x811c9dc5
  let high = 0x9e3779b9
  for (let index = 0; index < id.length; index++) {
    const code = id.charCodeAt(index)
    low = Math.imul(low ^ code, 0x01000193)
    high = Math.imul(high ^ code, 0x5bd1e995)
    high = (high << 13) | (high >>> 19)
  }
  print.low = avalanche(low)
  print.high = avalanche(high) || 1
}

function avalanche(hash: number): number {
  let mixed = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
