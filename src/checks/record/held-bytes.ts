const CAPACITY_MIN_BYTES = 1 << 16

/** The part of a file that is being looked at: bytes go in at the end and out at the front. Places are counted from the front. */
export class HeldBytes {
  #bytes: Buffer = Buffer.alloc(0)
  #front = 0
  #end = 0
  // Where what is left of a piece waits for the next one.
  #own = this.#bytes

  get length(): number {
    return this.#end - this.#front
  }

  /** A piece that comes when nothing is held is looked at where it lies: until `keep` it must stay as it is. */
  append(piece: Uint8Array): void {
    const held = this.length
    if (held > 0) {
      this.#moveTo(this.#roomFor(held + piece.length))
      this.#own.set(piece, held)
    } else this.#bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
    this.#front = 0
    this.#end = held + piece.length
  }

  /** Whoever gave the last piece may do with it what they like now. */
  keep(): void {
    const held = this.length
    this.#moveTo(this.#roomFor(held))
    this.#front = 0
    this.#end = held
  }

  drop(count: number): void {
    this.#front += count
  }

  /** Where `sought` begins, at `from` or behind it; −1 where it does not. */
  indexOf(sought: Uint8Array | number, from: number): number {
    const at = this.#bytes.indexOf(sought, this.#front + from)
    return at < 0 || at >= this.#end ? -1 : at - this.#front
  }

  at(place: number): number {
    return this.#bytes[this.#front + place]
  }

  /** Valid until the next `append`, `keep` or `drop`. */
  bytes(from: number, to: number): Buffer {
    return this.#bytes.subarray(this.#front + from, this.#front + to)
  }

  text(from: number, to: number): string {
    return this.#bytes.toString('utf8', this.#front + from, this.#front + to)
  }

  #moveTo(target: Buffer): void {
    if (target === this.#bytes && this.#front === 0) return
    target.set(this.#bytes.subarray(this.#front, this.#end))
    this.#bytes = this.#own = target
  }

  #roomFor(bytes: number): Buffer {
    return bytes <= this.#own.length ? this.#own : Buffer.allocUnsafe(Math.max(CAPACITY_MIN_BYTES, bytes * 2))
  }
}
