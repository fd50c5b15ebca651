/** What a fault keeps back on the way from the feeds to one partition. */
export class Held {
  readonly #lines: string[] = []
  /** Lines that the fault could hit so far. */
  seen = 0

  get count(): number {
    return this.#lines.length
  }

  keep(line: string): readonly string[] {
    this.#lines.push(line)
    return []
  }

  /** The oldest `count` of them, which are free then. */
  free(count = Infinity): readonly string[] {
    return this.#lines.splice(0, count)
  }
}
