/** What happens at its moment; a promise is waited for before time goes on. */
export type Happening = () => void | Promise<void>

interface Entry {
  readonly atMs: number
  /** Ties happen in the order in which they were arranged. */
  readonly number: number
  readonly happen: Happening
}

/** Everything that will happen, the earliest first: a binary heap. */
export class Schedule {
  readonly #heap: Entry[] = []
  #count = 0

  get size(): number {
    return this.#heap.length
  }

  add(atMs: number, happen: Happening): void {
    const heap = this.#heap
    const entry = { atMs, number: this.#count++, happen }
    let hole = heap.push(entry) - 1
    for (let parent = (hole - 1) >> 1; hole > 0 && isBefore(entry, heap[parent]); parent = (hole - 1) >> 1) {
      heap[hole] = heap[parent]
      hole = parent
    }
    heap[hole] = entry
  }

  /** The next happening, taken out; undefined where none is due by `untilMs`. */
  take(untilMs: number): Entry | undefined {
    const [first] = this.#heap
    if (!first || first.atMs > untilMs) return undefined
    const last = this.#heap.pop()!
    if (this.#heap.length > 0) this.#sink(last)
    return first
  }

  #sink(entry: Entry): void {
    const heap = this.#heap
    let hole = 0
    for (let child = 1; child < heap.length; child = 2 * hole + 1) {
      if (child + 1 < heap.length && isBefore(heap[child + 1], heap[child])) child++
      if (!isBefore(heap[child], entry)) break
      heap[hole] = heap[child]
      hole = child
    }
    heap[hole] = entry
  }
}

const isBefore = (a: Entry, b: Entry): boolean => a.atMs < b.atMs || (a.atMs === b.atMs && a.number < b.number)
