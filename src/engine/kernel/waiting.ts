import { RowQueue, type Part } from './part.ts'

/**
 * Rows that wait for their turn, oldest first, each at most once. A row that is dealt with for another reason stops
 * waiting; its place in the queue stays behind and is recognised by a time that no longer fits.
 */
export class Waiting implements Part {
  #since = new Float64Array(256)
  readonly #rows = new RowQueue()
  readonly #times = new RowQueue()

  /** Begins to wait at `now` (above 0), unless it waits already. */
  add(row: number, now: number): void {
    this.#makeRoom(row)
    if (this.#since[row] > 0) return
    this.#since[row] = now
    this.#rows.push(row)
    this.#times.push(now)
  }

  /** Waits no longer. */
  done(row: number): void {
    if (row < this.#since.length) this.#since[row] = 0
  }

  /** The row that has waited longest, if since `until` or before; else -1. It waits no longer. */
  take(until: number): number {
    if (!this.isDue(until)) return -1
    const row = this.#rows.shift()
    this.#times.shift()
    this.#since[row] = 0
    return row
  }

  /** True where a row has waited since `until` or before. */
  isDue(until: number): boolean {
    while (this.#rows.size > 0 && this.#since[this.#rows.first()] !== this.#times.first()) {
      this.#rows.shift()
      this.#times.shift()
    }
    return this.#rows.size > 0 && this.#times.first() <= until
  }

  /** Rows and times of those that still wait, in order. */
  save(): Float64Array {
    const rows = this.#rows.save()
    const times = this.#times.save()
    const live = [...rows.keys()].filter((at) => this.#since[rows[at]] === times[at])
    return Float64Array.from(live.flatMap((at) => [rows[at], times[at]]))
  }

  load(saved: Float64Array): void {
    this.#since.fill(0)
    this.#rows.load(new Float64Array(0))
    this.#times.load(new Float64Array(0))
    for (let at = 0; at < saved.length; at += 2) this.add(saved[at], saved[at + 1])
  }

  #makeRoom(row: number): void {
    if (row < this.#since.length) return
    const larger = new Float64Array(Math.max(row + 1, this.#since.length * 2))
    larger.set(this.#since)
    this.#since = larger
  }
}
