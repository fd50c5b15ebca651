import type { Lease } from '../../engine/kernel/ports.ts'
import { type CacheLease, type FoundPrice, type HeldLease, type PriceCache, PricesLost, type PriceStore, type PublishedPrice } from '../../engine/pricing/ports.ts'
import { PriceTable } from './price-table.ts'

/** Memory of the embedded cache or store, to be handed to other threads. */
export interface SharedPrices {
  readonly table: SharedArrayBuffer
  /** Two doubles a partition: its lease, epoch ms, and the mark of its newest write. */
  readonly leases: SharedArrayBuffer
}

const LEASE_BYTES = 16

export function createSharedPrices(items: number, partitions: number): SharedPrices {
  return { table: PriceTable.create(items).shared, leases: new SharedArrayBuffer(partitions * LEASE_BYTES) }
}

/** The embedded hot cache. Lease and mark are aligned doubles, which other threads see old or new, never torn. */
export class SharedPriceCache implements PriceCache {
  readonly #table: PriceTable
  readonly #leases: Float64Array

  constructor({ table, leases }: SharedPrices) {
    this.#table = new PriceTable(table)
    this.#leases = new Float64Array(leases)
  }

  async apply(prices: readonly PublishedPrice[], { partition, untilMs, mark = 0, expectedMark = 0, expectedMs = 0 }: CacheLease): Promise<void> {
    const held = this.#held(partition)
    if (held.untilMs < expectedMs || held.mark < expectedMark) {
      this.#leases[2 * partition] = 0
      throw new PricesLost(partition)
    }
    for (const price of prices) this.#table.put(price, partition)
    if (mark > 0 && mark <= held.mark) return
    this.#leases[2 * partition + 1] = Math.max(mark, held.mark)
    this.#leases[2 * partition] = Math.max(untilMs, held.untilMs)
  }

  /** As if it had never had the prices of that partition; only its own writer may say so. */
  forget(partition: number): void {
    this.#leases.fill(0, 2 * partition, 2 * partition + 2)
    this.#table.forget(partition)
  }

  async read(sku: string, store: string): Promise<{ price: FoundPrice; lease: HeldLease } | undefined> {
    const found = this.#table.find(sku, store)
    return found && { price: found.price, lease: this.#held(found.partition) }
  }

  #held(partition: number): HeldLease {
    return { partition, untilMs: this.#leases[2 * partition], mark: this.#leases[2 * partition + 1] }
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
