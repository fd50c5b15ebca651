import type { FaultWindow } from './windows.ts'

type Span = Pick<FaultWindow, 'startMs' | 'endMs'>

/**
 * What is on when. Times must not fall from call to call.
 *
 *     ─────────┬─ duplicate ─┬───────────┬─ down ─┬─────────▶ ms
 *      quiet   │             │   quiet   │        │  quiet
 */
export class Timeline<Item extends Span> {
  #items: readonly Item[] = []
  #edgesMs: readonly number[] = []
  #on: readonly Item[] = []
  #quietUntilMs = -Infinity
  #changesAtMs = -Infinity

  get items(): readonly Item[] {
    return this.#items
  }

  /** Also while the run goes on; those that are on together come in the order of `before`. */
  add(item: Item, before: (a: Item, b: Item) => number = () => 0): void {
    this.#items = [...this.#items, item].toSorted(before)
    this.#edgesMs = [...this.#edgesMs, item.startMs, item.endMs]
    this.#quietUntilMs = this.#changesAtMs = -Infinity
  }

  /** True where nothing is on. The hot path asks this first: while it is quiet, that is one comparison. */
  isQuiet(ms: number): boolean {
    return ms < this.#quietUntilMs || this.on(ms).length === 0
  }

  on(ms: number): readonly Item[] {
    if (ms >= this.#changesAtMs) this.#advance(ms)
    return this.#on
  }

  #advance(ms: number): void {
    this.#on = this.#items.filter(({ startMs, endMs }) => startMs <= ms && ms < endMs)
    this.#changesAtMs = Math.min(Infinity, ...this.#edgesMs.filter((edgeMs) => edgeMs > ms))
    this.#quietUntilMs = this.#on.length === 0 ? this.#changesAtMs : -Infinity
  }
}
