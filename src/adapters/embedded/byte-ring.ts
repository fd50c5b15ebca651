/** Positions count bytes modulo 2^32 and are compared by their difference. */
const WRITTEN = 0
const READ = 1
const PUSHED = 2
const ACCEPTED = 3
const PROCESSED = 4
const MARKS_WRITTEN = 5
// The newest batch that was processed, counted from 1; 0: none.
const BATCHES = 6
const HEADER_BYTES = 64
/** Places for notes of when records were handed over; older ones are overwritten when nobody reads them. */
const MARKS = 8192
const MARK_BYTES = 16

/**
 * A queue of newline-terminated records between two threads: one writes, one reads, nobody locks. It is the producer's
 * send buffer: what is in it has not been accepted by the log yet. Counters beside it say how far each record got.
 */
export class ByteRing {
  readonly shared: SharedArrayBuffer
  readonly #header: Int32Array
  readonly #marks: Float64Array
  readonly #bytes: Buffer
  readonly #mask: number
  #marksRead = 0

  /** `capacityBytes` is a power of two. */
  static create(capacityBytes: number): ByteRing {
    return new ByteRing(new SharedArrayBuffer(HEADER_BYTES + MARKS * MARK_BYTES + capacityBytes))
  }

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared
    this.#header = new Int32Array(shared, 0, HEADER_BYTES / 4)
    this.#marks = new Float64Array(shared, HEADER_BYTES, MARKS * 2)
    this.#bytes = Buffer.from(shared, HEADER_BYTES + MARKS * MARK_BYTES)
    this.#mask = this.#bytes.length - 1
  }

  /**
   * Adds `records` lines, `text` being all of them with their newlines, handed over at `atMs`. False where there is no
   * room: nothing was added.
   */
  push(text: string, records: number, atMs: number): boolean {
    const written = Atomics.load(this.#header, WRITTEN)
    const used = (written - Atomics.load(this.#header, READ)) >>> 0
    const size = this.#put(text, written & this.#mask, this.#bytes.length - used)
    if (size < 0) return false
    this.#note(this.pushedCount + records, atMs)
    // Counted before they can be seen: the reader must not be done with more than was pushed.
    Atomics.add(this.#header, PUSHED, records)
    Atomics.store(this.#header, WRITTEN, (written + size) | 0)
    return true
  }

  /**
   * Copies whole records into `target`, as many as fit, and gives back their bytes; -1 where not even the first one fits.
   * They stay in the ring until `release`.
   */
  peek(target: Buffer): number {
    const read = Atomics.load(this.#header, READ)
    const waiting = (Atomics.load(this.#header, WRITTEN) - read) >>> 0
    const size = Math.min(waiting, target.length)
    if (size === 0) return 0
    const from = read & this.#mask
    const first = Math.min(size, this.#bytes.length - from)
    this.#bytes.copy(target, 0, from, from + first)
    if (first < size) this.#bytes.copy(target, first, 0, size - first)
    return size === waiting ? size : target.lastIndexOf(0x0a, size - 1) + 1 || -1
  }

  /** The log has these bytes now. */
  release(bytes: number, records: number): void {
    Atomics.add(this.#header, ACCEPTED, records)
    Atomics.store(this.#header, READ, (Atomics.load(this.#header, READ) + bytes) | 0)
  }

  processed(records: number, batch: number): void {
    Atomics.add(this.#header, PROCESSED, records)
    Atomics.store(this.#header, BATCHES, batch + 1)
  }

  /** The newest one, whoever has said so; Infinity before there is one. */
  get processedBatch(): number {
    const batches = Atomics.load(this.#header, BATCHES)
    return batches === 0 ? Infinity : batches - 1
  }

  /** For every hand-over that is processed by now: how many records it had, and when it was. Asked by the reader only. */
  *handedOver(): Generator<{ readonly records: number; readonly atMs: number }> {
    const processed = Atomics.load(this.#header, PROCESSED) >>> 0
    const written = Atomics.load(this.#header, MARKS_WRITTEN)
    this.#marksRead = Math.max(this.#marksRead, written - MARKS + 1)
    for (; this.#marksRead < written; this.#marksRead++) {
      const at = (this.#marksRead % MARKS) * 2
      if (this.#marks[at] > processed) return
      const before = this.#marksRead === 0 ? 0 : this.#marks[((this.#marksRead - 1) % MARKS) * 2]
      yield { records: this.#marks[at] - before, atMs: this.#marks[at + 1] }
    }
  }

  /** Share of its room that is taken. */
  get filled(): number {
    return ((Atomics.load(this.#header, WRITTEN) - Atomics.load(this.#header, READ)) >>> 0) / this.#bytes.length
  }

  get pushedCount(): number {
    return Atomics.load(this.#header, PUSHED) >>> 0
  }

  get acceptedCount(): number {
    return Atomics.load(this.#header, ACCEPTED) >>> 0
  }

  /** Records handed over and not yet decided and published. */
  get lag(): number {
    return (Atomics.load(this.#header, PUSHED) - Atomics.load(this.#header, PROCESSED)) >>> 0
  }

  #note(pushed: number, atMs: number): void {
    const written = Atomics.load(this.#header, MARKS_WRITTEN)
    const at = (written % MARKS) * 2
    this.#marks[at] = pushed
    this.#marks[at + 1] = atMs
    Atomics.store(this.#header, MARKS_WRITTEN, written + 1)
  }

  /** Bytes written, or -1 where they do not fit into `free`. Text is measured first only where that could matter. */
  #put(text: string, at: number, free: number): number {
    const sizeMax = text.length * 3
    if (sizeMax <= free && at + sizeMax <= this.#bytes.length) return this.#bytes.write(text, at)
    const whole = Buffer.from(text)
    if (whole.length > free) return -1
    const first = Math.min(whole.length, this.#bytes.length - at)
    whole.copy(this.#bytes, at, 0, first)
    whole.copy(this.#bytes, 0, first)
    return whole.length
  }
}
