import type { Market } from './market.ts'
import { storeHistories } from './store-history.ts'

/** What the generator believes to be on the shelves: counts of stock must not contradict the movements before them. */
export class StockBelief {
  readonly #stores: number
  readonly #onHand: Float64Array

  constructor(market: Market) {
    this.#stores = market.scenario.catalog.stores.length
    this.#onHand = new Float64Array(market.skus.length * this.#stores)
    for (let sku = 0; sku < market.skus.length; sku++) {
      storeHistories(market, sku).forEach(([onHand], store) => this.set(sku, store, onHand))
    }
  }

  onHand(sku: number, store: number): number {
    return this.#onHand[sku * this.#stores + store]
  }

  set(sku: number, store: number, onHand: number): void {
    this.#onHand[sku * this.#stores + store] = onHand
  }

  /** Never below 0, as in the pipeline. */
  add(sku: number, store: number, units: number): void {
    const item = sku * this.#stores + store
    this.#onHand[item] = Math.max(0, this.#onHand[item] + units)
  }
}
