import type { Check } from './check.ts'
import type { ItemBook } from './ledger/books.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { StandingPrice } from './record/standing-price.ts'
import { Tally } from './tally.ts'

/**
 * The reference is a sequential one: of everything that was published for an item, in recorded order, the last. What
 * could be served at the end, and what would be fallen back to, is that.
 */
export const finalPrices: Check = {
  summary: 'the last published price of every item, in recorded order, is what cache and store hold at the end',
  judges: 'prices',
  watch: (ledger) => new FinalWatch(ledger),
  lacks: ({ sent, hasStandingPrices }) => (sent?.ended && hasStandingPrices === false ? 'nobody wrote down what cache and store held at the end' : undefined),
}

/** What keeps a price from the cache, or from the store. */
const CACHE_PATH: ReadonlySet<string> = new Set(['cache', 'worker', 'clock'])
const STORE_PATH: ReadonlySet<string> = new Set(['store', 'worker', 'clock'])

class FinalWatch {
  readonly tally = new Tally()
  readonly #ledger: Ledger

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  standing(price: StandingPrice, item: ItemBook | undefined): void {
    this.tally.checked++
    const problem = item ? (this.#hotProblem(price, item) ?? this.#coldProblem(price, item)) : 'the log knows no such item'
    if (!problem) return
    const { place, sku, store, hot, cold } = price
    const { live, prices } = item ?? {}
    const facts = { version: live?.version ?? null, priceMinor: live?.priceMinor ?? null, validUntil: prices?.told?.validUntil ?? null }
    this.tally.violation({ place, problem, sku, store, ...facts, inCache: hot?.version ?? null, cachedMinor: hot?.priceMinor ?? null, inStore: cold?.version ?? null, storedMinor: cold?.priceMinor ?? null })
  }

  /** What no reader would be served any more may be old: that is what leases are for. */
  #hotProblem({ now, hot }: StandingPrice, item: ItemBook): string | undefined {
    if (hot && hot.leaseUntil < now) return undefined
    if (this.#ledger.faults.isFelt(now, now, CACHE_PATH)) return undefined
    if (!hot) return item.live ? 'the cache has lost the item' : undefined
    return isLast(hot, item) ? undefined : 'the cache holds another price than the last one'
  }

  #coldProblem({ now, cold }: StandingPrice, item: ItemBook): string | undefined {
    if (this.#ledger.faults.isFelt(now, now, STORE_PATH)) return undefined
    if (!cold) return item.live ? 'the store has lost the item' : undefined
    return isLast(cold, item) ? undefined : 'the store holds another price than the last one'
  }
}

function isLast(held: { version: number; priceMinor: number | null; validUntil: number }, { live, prices }: ItemBook): boolean {
  return held.version === live?.version && held.priceMinor === live.priceMinor && held.validUntil === prices.told?.validUntil
}
