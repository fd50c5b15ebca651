import type { Lease } from '../../engine/kernel/ports.ts'
import type { FoundPrice, PriceCache, PriceStore, PublishedPrice } from '../../engine/pricing/ports.ts'
import { PriceTable } from './price-table.ts'

/** Memory of the embedded cache or store, to be handed to other threads. */
export interface SharedPrices {
  readonly table: SharedArrayBuffer
  /** One lease a partition, epoch ms. */
  readonly leases: SharedArrayBuffer
}

export function createSharedPrices(items: number, partitions: number): SharedPrices {
  return { table: PriceTable.create(items).shared, leases: new SharedArrayBuffer(partitions * 8) }
}

/** The embedded hot cache. A lease is one aligned double, which other threads see old or new, never torn. */
export class SharedPriceCache implements PriceCache {
  readonly #table: PriceTable
  readonly #leases: Float64Array

  constructor({ table, leases }: SharedPrices) {
    this.#table = new PriceTable(table)
    this.#leases = new Float64Array(leases)
  }

  async apply(prices: readonly PublishedPrice[], { partition, untilMs }: Lease): Promise<void> {
    for (const price of prices) this.#table.put(price, partition)
    if (untilMs > this.#leases[partition]) this.#leases[partition] = untilMs
  }

  /** As if it had never had the prices of that partition; only its own writer may say so. */
  forget(partition: number): void {
    this.#table.forget(partition)
  }

  async read(sku: string, store: string): Promise<{ price: FoundPrice; lease: Lease } | undefined> {
    const found = this.#table.find(sku, store)
    return found && { price: found.price, lease: { partition: found.partition, untilMs: this.#leases[found.partition] } }
  }
}

/** The embedded cold store: the newest price and the newest promotion-free price of each item. It is rebuilt from the log. */
export class SharedPriceStore implements PriceStore {
  readonly #table: PriceTable

  constructor({ table }: SharedPrices) {
    this.#table = new PriceTable(table)
  }

  async apply(prices: readonly PublishedPrice[], { partition }: Lease): Promise<void> {
    for (const price of prices) this.#table.put(price, partition)
  }

  async read(sku: string, store: string): Promise<FoundPrice | undefined> {
    return this.#table.find(sku, store)?.price
  }
}
