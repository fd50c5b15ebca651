import type { Check } from './check.ts'
import type { ItemBook } from './ledger/books.ts'
import type { Ledger } from './ledger/ledger.ts'
import { storedBy } from './ledger/live-price.ts'
import { LEASE_MS, LOOKING_MS, STORE_AGE_MAX_MS } from './ledger/looking.ts'
import type { PriceRead } from './record/price-read.ts'
import { Tally } from './tally.ts'

/** Nobody was told a price that had run out, or one that the log does not hold. */
export const staleReads: Check = {
  summary: 'no read was served past its validity, its lease or its age, and each is in the log',
  judges: 'reads',
  watch: (ledger) => new StaleWatch(ledger),
}

/** What keeps a price from the store. */
// A batch that waits for its log is written, and published, long after the moment at which it was decided.
const STORE_PATH: ReadonlySet<string> = new Set(['store', 'log', 'worker', 'clock', 'disk'])

class StaleWatch {
  readonly tally = new Tally()
  readonly #ledger: Ledger

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  read(read: PriceRead, item: ItemBook | undefined): void {
    this.tally.checked++
    if (read.source === 'none') return
    const problem = item ? this.#problem(read, item) : 'the log knows no such item'
    if (!problem) return
    const { place, sku, store, source, now, priceMinor, version, validUntil, leaseUntil, publishedAt } = read
    this.tally.violation({ place, problem, sku, store, source, now, priceMinor, version, validUntil, leaseUntil, publishedAt })
  }

  #problem(read: PriceRead, item: ItemBook): string | undefined {
    if (read.now > read.validUntil) return 'served past the validity that came with it'
    if (read.source === 'cache') return this.#publishedProblem(read, item) ?? this.#leaseProblem(read)
    if (read.version === 0) return this.#ageProblem(read, read.publishedAt) ?? this.#floorProblem(read, item)
    return this.#publishedProblem(read, item) ?? this.#ageProblem(read, item.prices.find(read.version)!.at) ?? this.#floorProblem(read, item)
  }

  /** By what the log says of this version, not by what the value says of itself. */
  #publishedProblem({ now, version, priceMinor }: PriceRead, { prices }: ItemBook): string | undefined {
    const published = prices.find(version)
    if (!published || published.priceMinor !== priceMinor) return 'the log holds no such price under this version'
    if (published.at > now + LOOKING_MS) return 'served before it was committed'
    const validUntil = prices.validUntil(version) ?? -Infinity
    return now > validUntil ? 'served past its validity in the log' : undefined
  }

  #leaseProblem({ now, leaseUntil }: PriceRead): string | undefined {
    const granted = this.#ledger.commits.newestAt(now + LOOKING_MS) + LEASE_MS
    if (leaseUntil > granted) return 'served under a lease that no commit has granted'
    return now > leaseUntil ? 'served past its lease' : undefined
  }

  #ageProblem({ now, publishedAt }: PriceRead, at: number): string | undefined {
    if (publishedAt > now + LOOKING_MS) return 'published in the future'
    return now - Math.min(at, publishedAt) > STORE_AGE_MAX_MS ? 'served older than 10 minutes' : undefined
  }

  /**
   * A store may be written behind the commits, and later where something is in its way: any cost since then may have
   * ruled when it was written.
   */
  #floorProblem({ now, priceMinor, publishedAt }: PriceRead, { sku }: ItemBook): string | undefined {
    const { commits, faults } = this.#ledger
    const from = faults.isFelt(now, now, STORE_PATH) ? publishedAt : Math.max(publishedAt, storedBy(this.#ledger, now))
    const margins = sku.marginsBetween(from, commits.newestAt(now))
    return priceMinor === null || margins.length === 0 || margins.some((margin) => margin.clears(priceMinor)) ? undefined : 'served under the margin floor'
  }
}
