import type { Check } from './check.ts'
import type { Evidence, PartitionFindings } from './findings.ts'
import type { ItemBook } from './ledger/books.ts'
import type { JudgedBatch } from './ledger/input.ts'
import type { Ledger } from './ledger/ledger.ts'
import { hadLivePrice } from './ledger/live-price.ts'
import type { PriceRead } from './record/price-read.ts'
import { addUp, copyOf, Tally, type Tallied } from './tally.ts'

/** Faults end, and so does what they did: within bounded time work goes on, and at the end nothing is left over. */
export const liveness: Check = {
  summary: 'after the last fault, work goes on within bounded time: all that was accepted is processed, and reads come from the cache again',
  judges: 'reads',
  watch: (ledger) => new LivenessWatch(ledger),
  conclude: (findings, evidence) => addUp([...findings.map(({ tallies }) => tallies.liveness), leftOver(findings, evidence)]),
}

/** Of the reads that the cache should have answered, so many must have been: one that took too long is no outage. */
const FROM_CACHE_SHARE_MIN = 0.5

class LivenessWatch {
  readonly #ledger: Ledger
  readonly #found = new Tally()
  readonly #silentSince = new Set<number>()
  #committedAt: number | undefined
  #fromCache = 0
  #fromElsewhere = 0
  #firstElsewhere: PriceRead | undefined

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** Known when all reads have been told. */
  get tally(): Tally {
    const tally = copyOf(this.#found)
    const due = this.#fromCache + this.#fromElsewhere
    if (!this.#firstElsewhere || this.#fromCache >= due * FROM_CACHE_SHARE_MIN) return tally
    const { place, source, now } = this.#firstElsewhere
    const facts = { source, now, healedAt: this.#ledger.faults.healedAt, fromCache: this.#fromCache, fromElsewhere: this.#fromElsewhere }
    tally.violation({ place, problem: 'the faults are long over, and reads do not come from the cache again', ...facts }, this.#fromElsewhere)
    return tally
  }

  batch({ now, offset }: JudgedBatch): void {
    const since = this.#committedAt
    this.#committedAt = now
    this.#found.checked++
    if (since !== undefined) this.#judgeSilence(since, now, this.#ledger.place(offset))
  }

  read(read: PriceRead, item: ItemBook | undefined): void {
    this.#judgeSilence(this.#ledger.commits.newestAt(read.now), read.now, read.place)
    if (!item || read.now < this.#ledger.faults.healedAt || !hadLivePrice(this.#ledger, item, read.now)) return
    this.#found.checked++
    if (read.source === 'cache') this.#fromCache++
    else {
      this.#fromElsewhere++
      this.#firstElsewhere ??= read
    }
  }

  /** An idle partition commits a tick every second, so silence means that it stands still. Told once, whoever notices. */
  #judgeSilence(since: number, now: number, place: string): void {
    const { faults, tolerance, terms } = this.#ledger
    if (now - since <= tolerance.healMs || since < (terms.startsAt ?? Infinity) || this.#silentSince.has(since) || faults.isFelt(since, now)) return
    this.#silentSince.add(since)
    this.#found.violation({ place, problem: 'the partition stood still though no fault was on', since, now })
  }
}

/** A run that was cut off leaves work behind; one that ended has drained its log, or could not. */
function leftOver(findings: readonly PartitionFindings[], { sent }: Evidence): Tallied {
  const tally = new Tally()
  if (!sent?.ended) return tally
  for (const { partition, counters } of findings) {
    tally.checked++
    const { inFlight } = counters
    if (inFlight > 0) tally.violation({ place: `log/${partition}`, problem: 'accepted, and not processed when the run had ended', inFlight }, inFlight)
  }
  return tally
}
