import type { Lease } from '../engine/kernel/ports.ts'
import { Unavailable, type FoundPrice, type PriceCache, type PublishedPrice } from '../engine/pricing/ports.ts'

interface Down {
  readonly startMs: number
  readonly endMs: number
}

/** A price cache that nobody reaches, neither writers nor readers, in the windows of the plan. */
export class CacheDown implements PriceCache {
  readonly #cache: PriceCache
  readonly #windows: Down[]
  readonly #clock: { elapsedMs(): number }
  /** Calls that were refused, by window. */
  readonly refused: number[]

  constructor(cache: PriceCache, windows: readonly Down[], clock: { elapsedMs(): number }) {
    this.#cache = cache
    this.#windows = [...windows]
    this.#clock = clock
    this.refused = windows.map(() => 0)
  }

  /** One more window, while the run goes on. */
  add(window: Down): void {
    this.#windows.push(window)
    this.refused.push(0)
  }

  async apply(prices: readonly PublishedPrice[], lease: Lease): Promise<void> {
    this.#refuseWhileDown()
    return this.#cache.apply(prices, lease)
  }

  async read(sku: string, store: string): Promise<{ price: FoundPrice; lease: Lease } | undefined> {
    this.#refuseWhileDown()
    return this.#cache.read(sku, store)
  }

  #refuseWhileDown(): void {
    if (this.#windows.length === 0) return
    const elapsedMs = this.#clock.elapsedMs()
    const down = this.#windows.findIndex(({ startMs, endMs }) => elapsedMs >= startMs && elapsedMs < endMs)
    if (down < 0) return
    this.refused[down]++
    throw new Unavailable('the price cache')
  }
}
