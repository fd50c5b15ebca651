import type { Lease, Projection } from '../kernel/ports.ts'
import { itemOf, Unavailable, type PublishedPrice } from './ports.ts'

/** In run time. What changes several times within it is written once. */
const WRITE_EVERY_MS = 250
/** A statement holds its connection up; after an outage there are many prices at once. */
const PRICES_AT_ONCE = 2000

/**
 * Publishes to a store that is slower than the log and that nobody waits for: prices gather here, newest version only,
 * and are written behind the batches' backs. Memory is bounded by the number of items, however long the store is away.
 * A state is saved only where everything before it was written (`settle`), so a crash loses none of what waits here.
 */
export class WriteBehindProjection implements Projection<PublishedPrice> {
  readonly #target: Projection<PublishedPrice>
  readonly #waiting = new Map<string, PublishedPrice>()
  #lease: Lease = { partition: 0, untilMs: -Infinity }
  #dueAt = -Infinity
  #writing: Promise<void> | undefined
  #isAway = false
  #failure: Error | undefined

  constructor(target: Projection<PublishedPrice>) {
    this.#target = target
  }

  /** Rejects with what an earlier write failed for, where that was a mistake of ours. */
  async apply(prices: readonly PublishedPrice[], lease: Lease): Promise<void> {
    if (this.#failure) throw this.#failure
    for (const price of prices) this.#waiting.set(itemOf(price), price)
    this.#lease = lease
    if (lease.untilMs < this.#dueAt) return
    this.#dueAt = lease.untilMs + WRITE_EVERY_MS
    this.#write()
  }

  /** A write that is on its way has some of what waits, the next one all of it. */
  async settle(): Promise<boolean> {
    await this.#writing
    if (!this.#isAway) this.#write()
    await this.#writing
    return !this.#isAway
  }

  #write(): void {
    this.#writing ??= this.#writeWaiting().finally(() => (this.#writing = undefined))
  }

  /** What waits by now; more may come meanwhile, and would never end. */
  async #writeWaiting(): Promise<void> {
    this.#isAway = false
    for (let left = this.#waiting.size; left > 0 && !this.#isAway; left -= PRICES_AT_ONCE) {
      const prices = this.#oldest(Math.min(left, PRICES_AT_ONCE))
      for (const price of prices) this.#waiting.delete(itemOf(price))
      await this.#target.apply(prices, this.#lease).catch((error: Error) => this.#takeBack(prices, error))
    }
  }

  #oldest(count: number): readonly PublishedPrice[] {
    const prices: PublishedPrice[] = []
    for (const price of this.#waiting.values()) {
      if (prices.length === count) break
      prices.push(price)
    }
    return prices
  }

  /** A newer version may have come meanwhile. */
  #takeBack(prices: readonly PublishedPrice[], error: Error): void {
    for (const price of prices) if (!this.#waiting.has(itemOf(price))) this.#waiting.set(itemOf(price), price)
    this.#isAway = true
    if (!(error instanceof Unavailable)) this.#failure = error
  }
}
