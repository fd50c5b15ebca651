import type { Part } from './part.ts'

const NEVER = 0

// A chunk is so many rows in the order of their arrival: the time of the first one, how many there are, the fingerprints
// (two words a row), and how many milliseconds after the first one each of them came (half a word a row).
const CHUNK_BITS = 9
const CHUNK_ROWS = 1 << CHUNK_BITS
const CHUNK_HEADER = 2
const CHUNK_DOUBLES = CHUNK_HEADER + CHUNK_ROWS + CHUNK_ROWS / 4
const LATER_MS_MAX = 0xffff

// Before the chunks: when the newer generation began, how many of the chunks are the older one's, and the latest time.
const HEADER = 3
const GROWTH = 1.5
const ROOMY = 8

/**
 * Remembers ids for a window of recorded time, in memory bounded by the traffic of two windows: about 17 bytes an id, and
 * up to half as much again for those that come next. An id is kept as a 64-bit fingerprint: among a million ids the chance
 * that a new one is mistaken for a known one is about 5e-14, and the checks, which compare whole ids, would report that
 * event by name.
 *
 * Two generations take turns: when the newer one is a window old, the older one is forgotten. All rows stand in one piece
 * of memory, the older ones first, so that a save costs nothing, and what was saved before stays as it was.
 */
export class SeenIds implements Part {
  readonly #windowMs: number
  #doubles: Float64Array = new Float64Array(0)
  #words: Uint32Array = new Uint32Array(0)
  #halves: Uint16Array = new Uint16Array(0)
  #chunks = 0
  #olderChunks = 0
  #older = new RowIndex()
  #newer = new RowIndex()

  constructor(windowMs: number) {
    this.#windowMs = windowMs
    this.#hold(new Float64Array(HEADER))
  }

  /**
   * True when `id` was first accepted less than a window ago; otherwise it is accepted now. Time that goes back stands
   * still here: what was accepted later must not be forgotten earlier.
   */
  seen(id: string, at: number): boolean {
    const now = (this.#doubles[2] = Math.max(at, this.#doubles[2]))
    if (now - this.#doubles[0] >= this.#windowMs) this.#turn(now)
    fingerprint(id)
    const acceptedAt = this.#timeOf(this.#newer, this.#olderChunks) || this.#timeOf(this.#older, 0)
    if (acceptedAt !== NEVER && now - acceptedAt < this.#windowMs) return true
    this.#put(now)
    return false
  }

  /** The live memory. */
  save(): Float64Array {
    return this.#doubles.subarray(0, HEADER + this.#chunks * CHUNK_DOUBLES)
  }

  load(saved: Float64Array): void {
    this.#chunks = (saved.length - HEADER) / CHUNK_DOUBLES
    this.#olderChunks = saved[1]
    this.#hold(saved.slice())
    this.#older = this.#indexed(0, this.#olderChunks)
    this.#newer = this.#indexed(this.#olderChunks, this.#chunks)
  }

  /** What was newer comes to the front, where what was older is forgotten. */
  #turn(now: number): void {
    const kept = this.#doubles.subarray(startOf(this.#olderChunks), startOf(this.#chunks))
    // Memory that a spike has taken is given back when it is over.
    if (kept.length * ROOMY < this.#doubles.length) this.#hold(new Float64Array(HEADER + kept.length))
    this.#doubles.set(kept, HEADER)
    this.#olderChunks = this.#chunks -= this.#olderChunks
    this.#doubles.set([now, this.#olderChunks, now])
    // As much will come as came: to grow into it would be to place every row twice.
    const roomFor = this.#newer.count
    this.#older = this.#newer
    this.#newer = new RowIndex(roomFor)
  }

  /** When the fingerprint was accepted, or NEVER. */
  #timeOf(index: RowIndex, firstChunk: number): number {
    const row = index.find(this.#words, firstChunk)
    if (row < 0) return NEVER
    const chunk = firstChunk + (row >>> CHUNK_BITS)
    return this.#doubles[startOf(chunk)] + this.#halves[laterOf(chunk) + withinChunk(row)]
  }

  #put(now: number): void {
    if (!this.#hasRoomFor(now)) this.#addChunk(now)
    const start = startOf(this.#chunks - 1)
    const within = this.#doubles[start + 1]++
    const word = (start + CHUNK_HEADER + within) * 2
    this.#words[word] = print.low
    this.#words[word + 1] = print.high
    this.#halves[laterOf(this.#chunks - 1) + within] = now - this.#doubles[start]
    this.#newer.add((this.#chunks - 1 - this.#olderChunks) * CHUNK_ROWS + within, this.#words, this.#olderChunks)
  }

  #hasRoomFor(now: number): boolean {
    if (this.#chunks === this.#olderChunks) return false
    const start = startOf(this.#chunks - 1)
    return this.#doubles[start + 1] < CHUNK_ROWS && now - this.#doubles[start] <= LATER_MS_MAX
  }

  #addChunk(now: number): void {
    const start = startOf(this.#chunks++)
    if (start + CHUNK_DOUBLES > this.#doubles.length) {
      const larger = new Float64Array(Math.ceil((start + CHUNK_DOUBLES) * GROWTH))
      larger.set(this.#doubles)
      this.#hold(larger)
    }
    this.#doubles.fill(0, start, start + CHUNK_DOUBLES)
    this.#doubles[start] = now
  }

  #hold(doubles: Float64Array): void {
    this.#doubles = doubles
    this.#words = new Uint32Array(doubles.buffer)
    this.#halves = new Uint16Array(doubles.buffer)
  }

  #indexed(from: number, to: number): RowIndex {
    const index = new RowIndex((to - from) * CHUNK_ROWS)
    for (let chunk = from; chunk < to; chunk++) {
      const count = this.#doubles[startOf(chunk) + 1]
      for (let within = 0; within < count; within++) index.add((chunk - from) * CHUNK_ROWS + within, this.#words, from)
    }
    return index
  }
}

const withinChunk = (row: number): number => row & (CHUNK_ROWS - 1)

const startOf = (chunk: number): number => HEADER + chunk * CHUNK_DOUBLES

/** In halves of words. */
const laterOf = (chunk: number): number => (startOf(chunk) + CHUNK_HEADER + CHUNK_ROWS) * 4

/** The first word of a row's fingerprint, its generation beginning with that chunk. */
const wordOf = (row: number, firstChunk: number): number => (startOf(firstChunk + (row >>> CHUNK_BITS)) + CHUNK_HEADER + withinChunk(row)) * 2

const FIRST_SLOTS = 1 << 10
const TAKEN_MAX = 0.7

/**
 * Rows of one generation, found by their fingerprints: an open-addressing table. A slot has the number of its row, from 1,
 * and in the bits that are left as much of the fingerprint: who looks for another one need not look at the row, which
 * lies somewhere else in memory.
 */
class RowIndex {
  /** 0 is a free slot. */
  #slots = new Int32Array(0)
  #rowMask = 0
  count = 0

  constructor(roomFor = 0) {
    this.#resize(Math.max(FIRST_SLOTS, Math.ceil(roomFor / TAKEN_MAX)))
  }

  /** The row with the last fingerprint, or −1. */
  find(words: Uint32Array, firstChunk: number): number {
    const slots = this.#slots
    const rowMask = this.#rowMask
    const { low, high } = print
    for (let slot = firstSlot(high, slots.length); ; ) {
      const entry = slots[slot]
      if (entry === 0) return -1
      if (((entry ^ low) & ~rowMask) === 0) {
        const row = (entry & rowMask) - 1
        const word = wordOf(row, firstChunk)
        if (words[word] === low && words[word + 1] === high) return row
      }
      if (++slot === slots.length) slot = 0
    }
  }

  add(row: number, words: Uint32Array, firstChunk: number): void {
    this.count++
    // Where traffic is thin, chunks are not full, and rows have larger numbers than there are rows.
    while (this.count > this.#slots.length * TAKEN_MAX || row >= this.#rowMask) this.#grow(words, firstChunk)
    this.#place(row, words, firstChunk)
  }

  #grow(words: Uint32Array, firstChunk: number): void {
    const [slots, rowMask] = [this.#slots, this.#rowMask]
    this.#resize(Math.ceil(slots.length * GROWTH))
    for (const entry of slots) if (entry !== 0) this.#place((entry & rowMask) - 1, words, firstChunk)
  }

  #resize(slots: number): void {
    this.#slots = new Int32Array(slots)
    this.#rowMask = 2 ** (32 - Math.clz32(slots)) - 1
  }

  #place(row: number, words: Uint32Array, firstChunk: number): void {
    const slots = this.#slots
    const word = wordOf(row, firstChunk)
    let slot = firstSlot(words[word + 1], slots.length)
    while (slots[slot] !== 0) if (++slot === slots.length) slot = 0
    slots[slot] = (words[word] & ~this.#rowMask) | (row + 1)
  }
}

/** The table has any size, so the fingerprint is taken for a fraction of it. */
const firstSlot = (high: number, slots: number): number => Math.floor(high * slots * 2 ** -32)

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
