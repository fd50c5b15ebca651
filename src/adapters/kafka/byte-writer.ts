const FIRST_BYTES = 1 << 16
/** Of a safe integer. */
const VARINT_BYTES_MAX = 8

/** Bytes one after the other, as Kafka's protocol has them, in one buffer that grows. Varints are zigzag-encoded. */
export class ByteWriter {
  #bytes = Buffer.allocUnsafe(FIRST_BYTES)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** What was written so far; valid until more is written. */
  get bytes(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }

  int8(value: number): void {
    this.#reserve(1)
    this.#bytes[this.#length++] = value
  }

  int16(value: number): void {
    this.#reserve(2)
    this.#length = this.#bytes.writeInt16BE(value, this.#length)
  }

  int32(value: number): void {
    this.#reserve(4)
    this.#length = this.#bytes.writeInt32BE(value, this.#length)
  }

  int64(value: bigint): void {
    this.#reserve(8)
    this.#length = this.#bytes.writeBigInt64BE(value, this.#length)
  }

  /** Its length as int16 goes before it; null has the length -1. */
  string(value: string | null): void {
    if (value === null) return this.int16(-1)
    const size = Buffer.byteLength(value)
    this.int16(size)
    this.#reserve(size)
    this.#length += this.#bytes.write(value, this.#length)
  }

  varint(value: number): void {
    this.#reserve(VARINT_BYTES_MAX)
    let rest = zigzag(value)
    for (; rest > 0x7f; rest = Math.floor(rest / 128)) this.#bytes[this.#length++] = (rest & 0x7f) | 0x80
    this.#bytes[this.#length++] = rest
  }

  /** Its length goes before it; `size` is that of the value in bytes, -1 for null. */
  varbytes(value: string | Buffer | null, size: number): void {
    this.varint(size)
    if (value === null) return
    this.#reserve(size)
    this.#length += typeof value === 'string' ? this.#bytes.write(value, this.#length) : value.copy(this.#bytes, this.#length)
  }

  /** Room for an int32 that is known later. Returns its place for `fill`. */
  gap(): number {
    this.int32(0)
    return this.#length - 4
  }

  fill(place: number, value: number): void {
    this.#bytes.writeInt32BE(value | 0, place)
  }

  /** From `from` to the end, without a copy. */
  since(from: number): Buffer {
    return this.#bytes.subarray(from, this.#length)
  }

  #reserve(size: number): void {
    if (this.#length + size <= this.#bytes.length) return
    const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#length + size))
    this.#bytes.copy(larger, 0, 0, this.#length)
    this.#bytes = larger
  }
}

/** How many bytes a value takes behind its length; -1 where there is none. */
export function sizeOf(value: string | Buffer | null | undefined): number {
  if (value === null || value === undefined) return -1
  return typeof value === 'string' ? Buffer.byteLength(value) : value.length
}

/** How many bytes a varint takes. */
export function varintSize(value: number): number {
  let size = 1
  for (let rest = zigzag(value); rest > 0x7f; rest = Math.floor(rest / 128)) size++
  return size
}

/** Small numbers of either sign become small numbers without one. */
const zigzag = (value: number): number => (value >= 0 ? 2 * value : -2 * value - 1)
