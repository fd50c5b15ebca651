import type { Part } from './part.ts'

const NEVER = 0
const FIRST_ROWS = 1 << 11
// A row is two doubles: the fingerprint's halves in the first, the time of acceptance in the second.
const ROW_DOUBLES = 2
const ROW_WORDS = 4
/** At most half of the slots are taken: then a search looks at two of them on average. */
const SLOTS_A_ROW = 2

/**
 * Remembers ids for a window of recorded time, in memory bounded by the traffic of two windows. An id is kept as a
 * 64-bit fingerprint: among a million ids the chance that a new one is mistaken for a known one is about 5e-14, and
 * the checks, which compare whole ids, would report that event by name.
 *
 * Two generations take turns: when the newer one is a window old, the older one is emptied and becomes the newer.
 */
export class SeenIds implements Part {
  readonly #windowMs: number
  #newer = new Generation()
  #older = new Generation()
  #newerSinceMs = 0
  // Used again and again: a new one of several MB each time would have to be filled with zeros first.
  #saved = new Float64Array(0)

  constructor(windowMs: number) {
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

  /** Everything remembered: when the newer generation began, the length of the older one, the rows of both. */
  save(): Float64Array {
    const [older, newer] = [this.#older.rows(), this.#newer.rows()]
    const length = 2 + older.length + newer.length
    if (length > this.#saved.length) this.#saved = new Float64Array(length * 1.5)
    const saved = this.#saved.subarray(0, length)
    saved[0] = this.#newerSinceMs
    saved[1] = older.length
    saved.set(older, 2)
    saved.set(newer, 2 + older.length)
    return saved
  }

  load(saved: Float64Array): void {
    this.#newerSinceMs = saved[0]
    const split = 2 + saved[1]
    this.#older = Generation.of(saved.subarray(2, split))
    this.#newer = Generation.of(saved.subarray(split))
  }

  #turn(now: number): void {
    const emptied = this.#older
    this.#older = this.#newer
    emptied.clear()
    this.#newer = emptied
    this.#newerSinceMs = now
  }
}

/**
 * Rows in the order of their arrival, found by an open-addressing table of row numbers. So a save is a copy of the rows,
 * and growing one copy more and four bytes a row to find them by: whoever waits for the partition waits for both.
 */
class Generation {
  #times: Float64Array
  #keys: Uint32Array
  /** Row number + 1; 0 is a free slot. */
  #slots: Int32Array
  #count: number

  constructor(rows = new Float64Array(FIRST_ROWS * ROW_DOUBLES), count = 0) {
    this.#times = rows
    this.#keys = new Uint32Array(rows.buffer)
    this.#count = count
    this.#slots = new Int32Array(0)
    this.#index()
  }

  static of(rows: Float64Array): Generation {
    const count = rows.length / ROW_DOUBLES
    const roomy = new Float64Array(powerOfTwo(count) * ROW_DOUBLES)
    roomy.set(rows)
    return new Generation(roomy, count)
  }

  /** When it was accepted, or NEVER. */
  find(low: number, high: number): number {
    const row = this.#slots[this.#locate(low, high)]
    return row === 0 ? NEVER : this.#times[row * ROW_DOUBLES - 1]
  }

  put(low: number, high: number, time: number): void {
    if ((this.#count + 1) * ROW_DOUBLES > this.#times.length) this.#grow()
    const slot = this.#locate(low, high)
    if (this.#slots[slot] === 0) {
      this.#keys[this.#count * ROW_WORDS] = low
      this.#keys[this.#count * ROW_WORDS + 1] = high
      this.#slots[slot] = ++this.#count
    }
    this.#times[this.#slots[slot] * ROW_DOUBLES - 1] = time
  }

  clear(): void {
    this.#slots.fill(0)
    this.#count = 0
  }

  rows(): Float64Array {
    return this.#times.subarray(0, this.#count * ROW_DOUBLES)
  }

  /** The slot that holds the key, or the free one where it belongs. */
  #locate(low: number, high: number): number {
    const slots = this.#slots
    const keys = this.#keys
    const mask = slots.length - 1
    for (let slot = low & mask; ; slot = (slot + 1) & mask) {
      const at = (slots[slot] - 1) * ROW_WORDS
      if (at < 0 || (keys[at] === low && keys[at + 1] === high)) return slot
    }
  }

  #grow(): void {
    const larger = new Float64Array(this.#times.length * 2)
    larger.set(this.#times)
    this.#times = larger
    this.#keys = new Uint32Array(larger.buffer)
    this.#index()
  }

  /** The table anew, with room for as many rows as there is memory for. */
  #index(): void {
    this.#slots = new Int32Array((this.#times.length / ROW_DOUBLES) * SLOTS_A_ROW)
    for (let row = 0; row < this.#count; row++) {
      this.#slots[this.#locate(this.#keys[row * ROW_WORDS], this.#keys[row * ROW_WORDS + 1])] = row + 1
    }
  }
}

/** The smallest one that holds `count`, and not under FIRST_ROWS. */
function powerOfTwo(count: number): number {
  return Math.max(FIRST_ROWS, 2 ** Math.ceil(Math.log2(count + 1)))
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
