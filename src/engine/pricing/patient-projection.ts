import type { Lease, Projection } from '../kernel/ports.ts'
import { Unavailable, type PublishedPrice } from './ports.ts'

/**
 * Publishes to a cache, or a store, that may be out of reach: what could not be written waits, newest version only, and
 * goes first when it is back. Memory is bounded by the number of items. The other one has the prices meanwhile.
 */
export class PatientProjection implements Projection<PublishedPrice> {
  readonly #target: Projection<PublishedPrice>
  #waiting = new Map<string, PublishedPrice>()

  constructor(target: Projection<PublishedPrice>) {
    this.#target = target
  }

  async settle(): Promise<boolean> {
    return this.#waiting.size === 0 && ((await this.#target.settle?.()) ?? true)
  }

  async apply(prices: readonly PublishedPrice[], lease: Lease): Promise<void> {
    try {
      if (this.#waiting.size > 0) await this.#target.apply([...this.#waiting.values()], lease)
      this.#waiting.clear()
      await this.#target.apply(prices, lease)
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      for (const price of prices) this.#waiting.set(`${price.sku}\u001f${price.store}`, price)
    }
  }
}
