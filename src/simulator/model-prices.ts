import { type CacheLease, type FoundPrice, type HeldLease, itemOf, type PriceCache, PricesLost, type PriceStore, type PublishedPrice } from '../engine/pricing/ports.ts'

/** A table of the newest version of each price. */
class NewestPrices {
  readonly #prices = new Map<string, PublishedPrice>()

  constructor(prices: ReadonlyMap<string, PublishedPrice> = new Map()) {
    this.#prices = new Map(prices)
  }

  put(price: PublishedPrice): void {
    const key = itemOf(price)
    if ((this.#prices.get(key)?.version ?? 0) < price.version) this.#prices.set(key, price)
  }

  get(sku: string, store: string): PublishedPrice | undefined {
    return this.#prices.get(itemOf({ sku, store }))
  }

  copy(): NewestPrices {
    return new NewestPrices(this.#prices)
  }
}

/** What a cache holds at one moment. */
interface Contents {
  readonly prices: NewestPrices
  readonly partitions: Map<string, number>
  readonly leases: Map<number, HeldLease>
}

const nothing = (): Contents => ({ prices: new NewestPrices(), partitions: new Map(), leases: new Map() })

const noLease = (partition: number): HeldLease => ({ partition, untilMs: 0, mark: 0 })

export class ModelCache implements PriceCache {
  #contents = nothing()
  #saved = nothing()

  async apply(prices: readonly PublishedPrice[], lease: CacheLease): Promise<void> {
    const { partition, untilMs, mark = 0, expectedMs = 0, expectedMark = 0 } = lease
    const { partitions, leases } = this.#contents
    const held = leases.get(partition) ?? noLease(partition)
    if (held.untilMs < expectedMs || held.mark < expectedMark) {
      leases.set(partition, { ...held, untilMs: 0 })
      throw new PricesLost(partition)
    }
    for (const price of prices) {
      this.#contents.prices.put(price)
      partitions.set(price.sku, partition)
    }
    if (mark === 0 || mark > held.mark) leases.set(partition, { partition, untilMs: Math.max(untilMs, held.untilMs), mark: Math.max(mark, held.mark) })
  }

  async read(sku: string, store: string): Promise<{ price: FoundPrice; lease: HeldLease } | undefined> {
    const { prices, partitions, leases } = this.#contents
    const price = prices.get(sku, store)
    const partition = partitions.get(sku)!
    return price && { price, lease: leases.get(partition) ?? noLease(partition) }
  }

  flush(): void {
    this.#contents = nothing()
  }

  /** Writes everything down, as a server does now and then. */
  save(): void {
    this.#saved = copyOf(this.#contents)
  }

  /** Comes back with what it wrote down last. */
  restart(): void {
    this.#contents = copyOf(this.#saved)
  }
}

const copyOf = ({ prices, partitions, leases }: Contents): Contents => ({ prices: prices.copy(), partitions: new Map(partitions), leases: new Map(leases) })

export class ModelStore implements PriceStore {
  readonly #prices = new NewestPrices()

  async apply(prices: readonly PublishedPrice[]): Promise<void> {
    for (const price of prices) this.#prices.put(price)
  }

  async read(sku: string, store: string): Promise<FoundPrice | undefined> {
    return this.#prices.get(sku, store)
  }
}
