/** Positions count bytes modulo 2^32 and are compared by their difference. */
const WRITTEN = 0
const READ = 1
const PUSHED = 2
const ACCEPTED = 3
const PROCESSED = 4
const HEADER_BYTES = 64

/**
 * A queue of newline-terminated records between two threads: one writes, one reads, nobody locks. It is the producer's
 * send buffer: what is in it has not been accepted by the log yet. Counters beside it say how far each record got.
 */
export class ByteRing {
  readonly shared: SharedArrayBuffer
  readonly #header: Int32Array
  readonly #bytes: Buffer
  readonly #mask: number

  /** `capacityBytes` is a power of two. */
  static create(capacityBytes: number): ByteRing {
    return new ByteRing(new SharedArrayBuffer(HEADER_BYTES + capacityBytes))
  }

  constructor(shared: SharedArrayBuffer) {
    this.shared = shared
    this.#header = new Int32Array(shared, 0, HEADER_BYTES / 4)
    this.#bytes = Buffer.from(shared, HEADER_BYTES)
    this.#mask = this.#bytes.length - 1
  }

  /** Adds `records` lines, `text` being all of them with their newlines. False where there is no room: nothing was added. */
  push(text: string, records: number): boolean {
    const size = Buffer.byteLength(text)
    const written = Atomics.load(this.#header, WRITTEN)
    const used = (written - Atomics.load(this.#header, READ)) >>> 0
    if (used + size > this.#bytes.length) return false
    this.#put(text, size, written & this.#mask)
    Atomics.store(this.#header, WRITTEN, (written + size) | 0)
    Atomics.add(this.#header, PUSHED, records)
    return true
  }

  /** Copies whole records into `target`, as many as fit, and gives back their bytes. They stay in the ring until `release`. */
  peek(target: Buffer): number {
    const read = Atomics.load(this.#header, READ)
    const waiting = (Atomics.load(this.#header, WRITTEN) - read) >>> 0
    const size = Math.min(waiting, target.length)
    if (size === 0) return 0
    const from = read & this.#mask
    const first = Math.min(size, this.#bytes.length - from)
    this.#bytes.copy(target, 0, from, from + first)
    if (first < size) this.#bytes.copy(target, first, 0, size - first)
    return size === waiting ? size : target.lastIndexOf(0x0a, size - 1) + 1
  }

  /** The log has these bytes now. */
  release(bytes: number, records: number): void {
    Atomics.add(this.#header, ACCEPTED, records)
    Atomics.store(this.#header, READ, (Atomics.load(this.#header, READ) + bytes) | 0)
  }

  processed(records: number): void {
    Atomics.add(this.#header, PROCESSED, records)
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

  #put(text: string, size: number, at: number): void {
    if (at + size <= this.#bytes.length) {
      this.#bytes.write(text, at)
      return
    }
    const whole = Buffer.from(text)
    const first = this.#bytes.length - at
    whole.copy(this.#bytes, at, 0, first)
    whole.copy(this.#bytes, 0, first)
  }
}
