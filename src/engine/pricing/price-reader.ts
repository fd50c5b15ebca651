import { type FoundPrice, type HeldLease, type PriceCache, type PriceStore, Unavailable } from './ports.ts'

/** What a shopper is told, and where it came from. `none`: unavailable, never a guess. */
export interface PriceAnswer {
  readonly source: 'cache' | 'store' | 'none'
  readonly priceMinor: number
  /** 0 for the promotion-free price. */
  readonly version: number
  readonly validUntil: number
  readonly leaseUntil: number
  readonly publishedAt: number
  /** Where nobody was told a price: what did not answer in its time. */
  readonly unanswered?: readonly ('cache' | 'store')[]
}

export const LAST_SAFE_AGE_MAX_MS = 600_000

const NONE: PriceAnswer = { source: 'none', priceMinor: 0, version: 0, validUntil: 0, leaseUntil: 0, publishedAt: 0 }

/**
 * Reads a price as a shop must: the cache while lease and validity hold, else the last safe price, else nothing. It
 * trusts the value's own dates, never the cache's expiry, and no cache that shows less than it has shown before.
 */
export class PriceReader {
  readonly #cache: PriceCache
  readonly #store: PriceStore
  // By partition: the mark of the newest write that was there when something was read.
  readonly #newestMarks: number[] = []

  constructor(cache: PriceCache, store: PriceStore) {
    this.#cache = cache
    this.#store = store
  }

  async read(sku: string, store: string, now: number): Promise<PriceAnswer> {
    const hot = await this.#cache.read(sku, store).catch(() => UNANSWERED)
    if (hot && hot !== UNANSWERED && this.#isCurrent(hot.lease) && hot.lease.untilMs >= now && hot.price.validUntil >= now) return fromCache(hot.price, hot.lease.untilMs)
    const cold = await this.#store.read(sku, store).catch(unansweredWhereUnavailable)
    const answer = cold && cold !== UNANSWERED ? lastSafe(cold, now) : NONE
    return answer === NONE ? withoutAnswer(hot === UNANSWERED, cold === UNANSWERED) : answer
  }

  /** False where the cache came back old: until it is newer again, what it says was true once. */
  #isCurrent({ partition, mark }: HeldLease): boolean {
    if (mark < (this.#newestMarks[partition] ?? 0)) return false
    this.#newestMarks[partition] = mark
    return true
  }
}

const UNANSWERED = 'unanswered' as const

/** Nobody is told a price while the store is out of reach; whatever else it says is a mistake to be seen. */
function unansweredWhereUnavailable(error: unknown): typeof UNANSWERED {
  if (error instanceof Unavailable) return UNANSWERED
  throw error
}

function withoutAnswer(cache: boolean, store: boolean): PriceAnswer {
  if (!cache && !store) return NONE
  return { ...NONE, unanswered: [...(cache ? (['cache'] as const) : []), ...(store ? (['store'] as const) : [])] }
}

function fromCache({ priceMinor, version, validUntil, publishedAt }: FoundPrice, leaseUntil: number): PriceAnswer {
  return { source: priceMinor > 0 ? 'cache' : 'none', priceMinor, version, validUntil, leaseUntil, publishedAt }
}

/** The newest price, else the newest promotion-free one: still valid, above the newest floor, young enough. */
function lastSafe(cold: FoundPrice, now: number): PriceAnswer {
  const { priceMinor, promoFreeMinor, floorMinor, validUntil, version, publishedAt } = cold
  if (floorMinor === 0 || now - publishedAt > LAST_SAFE_AGE_MAX_MS) return NONE
  if (priceMinor >= floorMinor && validUntil >= now) return { source: 'store', priceMinor, version, validUntil, leaseUntil: 0, publishedAt }
  if (promoFreeMinor < floorMinor) return NONE
  return { source: 'store', priceMinor: promoFreeMinor, version: 0, validUntil: publishedAt + LAST_SAFE_AGE_MAX_MS, leaseUntil: 0, publishedAt }
}
