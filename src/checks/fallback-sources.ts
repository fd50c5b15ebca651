import type { Check } from './check.ts'
import type { ItemBook } from './ledger/books.ts'
import type { Ledger } from './ledger/ledger.ts'
import { hadLivePrice, storedVersions } from './ledger/live-price.ts'
import { withEnding } from './ledger/price-ending.ts'
import type { PriceRead } from './record/price-read.ts'
import { copyOf, Tally } from './tally.ts'

/** Whoever was told a last safe price got what the store must have held then; whoever was told nothing, for a reason. */
export const fallbackSources: Check = {
  summary: 'every fallback price is what the store held then, and "unavailable" was said for a reason',
  judges: 'reads',
  watch: (ledger) => new FallbackWatch(ledger),
}

/** What keeps a reader from a price, or a price from where readers look. */
// A batch that waits for its log is written, and published, long after the moment at which it was decided.
const STORE_PATH: ReadonlySet<string> = new Set(['store', 'log', 'worker', 'clock', 'disk'])
const READ_PATH: ReadonlySet<string> = new Set([...STORE_PATH, 'cache'])

class FallbackWatch {
  readonly #found = new Tally()
  readonly #ledger: Ledger
  #reads = 0
  #unanswered = 0
  #firstUnanswered: PriceRead | undefined

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** Known when all reads have been told. */
  get tally(): Tally {
    const tally = copyOf(this.#found)
    const { first, of10000 } = this.#ledger.tolerance.unansweredMax
    const allowed = first + (this.#reads * of10000) / 10_000
    if (!this.#firstUnanswered || this.#unanswered <= allowed) return tally
    const { place, now } = this.#firstUnanswered
    tally.violation({ place, problem: 'cache and store did not answer, though no fault was on', now, reads: this.#reads, unanswered: this.#unanswered }, this.#unanswered)
    return tally
  }

  read(read: PriceRead, item: ItemBook | undefined): void {
    this.#reads++
    if (read.source === 'cache') return
    this.#found.checked++
    const problem = item && (read.source === 'none' ? this.#unavailableProblem(read, item) : this.#lastSafeProblem(read, item))
    if (!problem) return
    const { place, sku, store, source, now, priceMinor, version, publishedAt } = read
    this.#found.violation({ place, problem, sku, store, source, now, priceMinor, version, publishedAt, newest: item.prices.newest?.version ?? null })
  }

  /** A version says that the answer came from the cache, else nobody had one. */
  #unavailableProblem(read: PriceRead, item: ItemBook): string | undefined {
    const { now, version, unanswered } = read
    if (version > 0) return item.prices.find(version)?.priceMinor === null ? undefined : 'told "unavailable" by a version that has a price'
    const isExplained = !hadLivePrice(this.#ledger, item, now) || this.#ledger.faults.isFelt(now, now, READ_PATH)
    if (isExplained) return undefined
    if (!unanswered?.includes('cache')) return 'told "unavailable" though a price stood and nothing was in the way'
    this.#unanswered++
    this.#firstUnanswered ??= read
    return undefined
  }

  #lastSafeProblem(read: PriceRead, item: ItemBook): string | undefined {
    const { now, version, publishedAt } = read
    const held = storedVersions(this.#ledger, item, now)
    const isDisturbed = this.#ledger.faults.isFelt(now, now, STORE_PATH)
    if (version > 0) return isDisturbed || held.length === 0 || version >= held[0].version ? undefined : 'the store must have held a newer version'
    if (!isDisturbed && held.length > 0 && publishedAt < held[0].at) return 'the store must have held a newer version'
    return this.#promoFreeProblem(read, item)
  }

  /** Its price is the catalogue's own, and it came with a version that was published. */
  #promoFreeProblem({ priceMinor, publishedAt }: PriceRead, { sku, prices }: ItemBook): string | undefined {
    if (!prices.between(publishedAt, publishedAt).some(({ at }) => at === publishedAt)) return 'nothing was published at the time it claims'
    const regularMinor = sku.baseMinor === undefined ? null : withEnding(sku.baseMinor, this.#ledger.terms.ending)
    return priceMinor === regularMinor ? undefined : 'told a promotion-free price that is not the base price'
  }
}
