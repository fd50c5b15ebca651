import type { Lease } from '../engine/kernel/ports.ts'
import { type FoundPrice, itemOf, type PriceCache, type PriceStore, type PublishedPrice } from '../engine/pricing/ports.ts'

/** A table of the newest version of each price. */
class NewestPrices {
  readonly #prices = new Map<string, PublishedPrice>()

  put(price: PublishedPrice): void {
    const key = itemOf(price)
    if ((this.#prices.get(key)?.version ?? 0) < price.version) this.#prices.set(key, price)
  }

  get(sku: string, store: string): PublishedPrice | undefined {
    return this.#prices.get(itemOf({ sku, store }))
  }
}

export class ModelCache implements PriceCache {
  readonly #prices = new NewestPrices()
  readonly #partitions = new Map<string, number>()
  readonly #leases = new Map<number, Lease>()

  async apply(prices: readonly PublishedPrice[], lease: Lease): Promise<void> {
    for (const price of prices) {
      this.#prices.put(price)
      this.#partitions.set(price.sku, lease.partition)
    }
    const { partition, untilMs } = lease
    if (untilMs > (this.#leases.get(partition)?.untilMs ?? 0)) this.#leases.set(partition, lease)
  }

  async read(sku: string, store: string): Promise<{ price: FoundPrice; lease: Lease } | undefined> {
    const price = this.#prices.get(sku, store)
    return price && { price, lease: this.#leases.get(this.#partitions.get(sku)!)! }
  }
}

export class ModelStore implements PriceStore {
  readonly #prices = new NewestPrices()

  async apply(prices: readonly PublishedPrice[]): Promise<void> {
    for (const price of prices) this.#prices.put(price)
  }

  async read(sku: string, store: string): Promise<FoundPrice | undefined> {
    return this.#prices.get(sku, store)
  }
}
