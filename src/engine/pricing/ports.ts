import type { Lease, Projection } from '../kernel/ports.ts'

/** The value under `price:{sku}:{store}`. */
export interface PublishedPrice {
  readonly sku: string
  readonly store: string
  /** 0: unavailable. */
  readonly priceMinor: number
  readonly currency: string
  /** Id of the promotion that made the price, or ''. */
  readonly promoLabel: string
  readonly validUntil: number
  /** Grows by 1 with every published change of this item. */
  readonly version: number
  readonly floorMinor: number
  readonly costVersion: number
  /** The price without any promotion where that is safe, else 0. */
  readonly promoFreeMinor: number
  /** `now` of the batch that decided it. */
  readonly publishedAt: number
}

/** Of what the price is: a SKU in a store, as one text. */
export const itemOf = ({ sku, store }: Pick<PublishedPrice, 'sku' | 'store'>): string => `${sku}\u001f${store}`

/** A price as a reader finds it: the reader knows the key. */
export type FoundPrice = Omit<PublishedPrice, 'sku' | 'store' | 'currency'>

/** A lease as its partition's owner asks for it: granted where the cache holds what it was given before. */
export interface CacheLease extends Lease {
  /** Number of this write, above those before it. A write that is older than the cache's newest renews nothing. */
  readonly mark?: number
  /** The newest write that the cache has confirmed. */
  readonly expectedMark?: number
  /** The lease that must be there, for an owner who has written nothing yet. */
  readonly expectedMs?: number
}

/** A partition's lease as it stands in the cache, and the number of its newest write; 0 where there is none. */
export interface HeldLease extends Lease {
  readonly mark: number
}

/**
 * The hot price cache. Writes are compare-and-set: a value that is not newer than the one that is there changes
 * nothing. `apply` renews the lease even where it carries no price. Rejects with `Unavailable` while the cache is out of
 * reach, and with `PricesLost` where it holds less than is expected: then it has written nothing and revoked the lease.
 */
export interface PriceCache extends Projection<PublishedPrice> {
  apply(prices: readonly PublishedPrice[], lease: CacheLease): Promise<void>
  /** The value and the lease of its partition; undefined where the key was never written. */
  read(sku: string, store: string): Promise<{ readonly price: FoundPrice; readonly lease: HeldLease } | undefined>
}

/** The cold store of the last safe prices. Same rules; it knows no lease. */
export interface PriceStore extends Projection<PublishedPrice> {
  read(sku: string, store: string): Promise<FoundPrice | undefined>
}

/** The cache was flushed, or came back as it was before: prices that it has confirmed are not there any more. */
export class PricesLost extends Error {
  constructor(partition: number) {
    super(`the price cache has lost prices of partition ${partition}`)
    this.name = 'PricesLost'
  }
}

/** A port that is out of reach for now; what was asked of it did not happen. */
export class Unavailable extends Error {
  constructor(what: string) {
    super(`${what} is out of reach`)
    this.name = 'Unavailable'
  }
}
