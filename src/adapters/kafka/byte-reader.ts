const HIGH = 0x1_0000_0000

/** Reads what Kafka's protocol has in a row. Whole numbers of 64 bits come as numbers: offsets and times stay below 2^53. */
export class ByteReader {
  readonly bytes: Buffer
  /** Of the next byte. */
  at: number
  readonly #view: DataView

  constructor(bytes: Buffer, at = 0) {
    this.bytes = bytes
    this.at = at
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  int8(): number {
    return this.#view.getInt8(this.at++)
  }

  int16(): number {
    this.at += 2
    return this.#view.getInt16(this.at - 2)
  }

  int32(): number {
    this.at += 4
    return this.#view.getInt32(this.at - 4)
  }

  int64(): number {
    this.at += 8
    return this.#view.getInt32(this.at - 8) * HIGH + this.#view.getUint32(this.at - 4)
  }

  string(): string {
    const length = this.int16()
    return this.slice(length).toString()
  }

  slice(length: number): Buffer {
    this.at += length
    return this.bytes.subarray(this.at - length, this.at)
  }

  /** Zigzag-encoded, up to 2^53. */
  varint(): number {
    const { bytes } = this
    let byte = bytes[this.at++]
    let zigzag = byte & 0x7f
    for (let factor = 128; byte > 0x7f; factor *= 128) {
      byte = bytes[this.at++]
      zigzag += (byte & 0x7f) * factor
    }
    return zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2
  }

  array<Item>(item: (reader: ByteReader) => Item): readonly Item[] {
    return Array.from({ length: Math.max(0, this.int32()) }, () => item(this))
  }
}
