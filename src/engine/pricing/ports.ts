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

/**
 * The hot price cache. Writes are compare-and-set: a value that is not newer than the one that is there changes
 * nothing. `apply` renews the lease even where it carries no price. Rejects with `Unavailable` while the cache is out of reach.
 */
export interface PriceCache extends Projection<PublishedPrice> {
  /** The value and the lease of its partition; undefined where the key was never written. */
  read(sku: string, store: string): Promise<{ readonly price: FoundPrice; readonly lease: Lease } | undefined>
}

/** The cold store of the last safe prices. Same rules; it knows no lease. */
export interface PriceStore extends Projection<PublishedPrice> {
  read(sku: string, store: string): Promise<FoundPrice | undefined>
}

/** A port that is out of reach for now; what was asked of it did not happen. */
export class Unavailable extends Error {
  constructor(what: string) {
    super(`${what} is out of reach`)
    this.name = 'Unavailable'
  }
}
