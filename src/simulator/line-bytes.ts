const CAPACITY_BYTES = 1 << 18
/** A character outside ASCII takes at most three bytes a UTF-16 unit. */
const BYTES_A_UNIT_MAX = 3

/** Lines written once, as a file would hold them. */
export class LineBytes {
  #bytes = Buffer.allocUnsafeSlow(CAPACITY_BYTES)
  length = 0
  lines = 0

  /** All in one piece: each crossing into native code costs as much as a hundred bytes. */
  add(lines: readonly string[]): void {
    if (lines.length === 0) return
    const text = `${lines.join('\n')}\n`
    const end = this.length + text.length * BYTES_A_UNIT_MAX
    if (end > this.#bytes.length) this.#grow(end)
    this.length += this.#bytes.write(text, this.length)
    this.lines += lines.length
  }

  /** The bytes from `begin` on; valid until the next line. */
  from(begin: number): Buffer {
    return this.#bytes.subarray(begin, this.length)
  }

  followedBy(lines: readonly string[]): Buffer {
    const written = this.from(0)
    return lines.length === 0 ? written : Buffer.concat([written, Buffer.from(`${lines.join('\n')}\n`)])
  }

  #grow(bytes: number): void {
    const larger = Buffer.allocUnsafeSlow(Math.max(bytes, this.#bytes.length * 2))
    this.#bytes.copy(larger, 0, 0, this.length)
    this.#bytes = larger
  }
}
