const NEWLINE = 0x0a
const CAPACITY_MIN_BYTES = 1 << 16

/**
 * The part of a file that is being looked at: bytes go in at the end, whole lines are dropped at the front. Lines are
 * numbered from 0 at the front, and stay where they are until the next `append`.
 */
export class LineBuffer {
  #bytes = Buffer.allocUnsafe(CAPACITY_MIN_BYTES)
  #end = 0
  // Where each line begins; the last entry is where the unfinished line does.
  #starts = [0]
  #front = 0

  /** Whole lines. */
  get lines(): number {
    return this.#starts.length - 1 - this.#front
  }

  /** Bytes behind the last newline: a line that is torn, if nothing follows. */
  get unfinishedBytes(): number {
    return this.#end - this.#starts[this.#starts.length - 1]
  }

  get heldBytes(): number {
    return this.#end - this.#starts[this.#front]
  }

  append(chunk: Uint8Array): void {
    this.#makeRoom(chunk.length)
    this.#bytes.set(chunk, this.#end)
    let from = this.#end
    this.#end += chunk.length
    const filled = this.#bytes.subarray(0, this.#end)
    for (let at = filled.indexOf(NEWLINE, from); at >= 0; at = filled.indexOf(NEWLINE, from)) {
      from = at + 1
      this.#starts.push(from)
    }
  }

  drop(lines: number): void {
    this.#front += lines
  }

  text(line: number): string {
    const at = this.#front + line
    return this.#bytes.toString('utf8', this.#starts[at], this.#starts[at + 1] - 1)
  }

  /** The bytes of lines `from` to `to` (exclusive), newlines included. Valid until the next `append`. */
  bytes(from: number, to: number): Buffer {
    return this.#bytes.subarray(this.#starts[this.#front + from], this.#starts[this.#front + to])
  }

  /** True where the line begins with `prefix`, told without making a string of it. */
  startsWith(line: number, prefix: Uint8Array): boolean {
    const start = this.#starts[this.#front + line]
    if (this.#starts[this.#front + line + 1] - start <= prefix.length) return false
    // Backwards: prefixes differ at their ends.
    for (let at = prefix.length - 1; at >= 0; at--) if (this.#bytes[start + at] !== prefix[at]) return false
    return true
  }

  #makeRoom(length: number): void {
    if (this.#end + length <= this.#bytes.length) return
    const kept = this.#bytes.subarray(this.#starts[this.#front], this.#end)
    const capacity = Math.max(CAPACITY_MIN_BYTES, (kept.length + length) * 2)
    const roomy = capacity > this.#bytes.length ? Buffer.allocUnsafe(capacity) : this.#bytes
    roomy.set(kept)
    const moved = this.#starts[this.#front]
    this.#starts = this.#starts.slice(this.#front).map((start) => start - moved)
    this.#front = 0
    this.#bytes = roomy
    this.#end = kept.length
  }
}
