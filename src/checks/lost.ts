import type { Check } from './check.ts'
import type { Evidence, PartitionFindings } from './findings.ts'
import type { ItemBook } from './ledger/books.ts'
import type { SeenGenerator } from './ledger/id-memory.ts'
import { type Input, isFoldable, type JudgedBatch } from './ledger/input.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Row } from './record/decisions-line.ts'
import { addUp, type Facts, Tally, type Tallied } from './tally.ts'

/** Nothing that was due is neither in the log nor rejected, and nothing in the log is without an outcome or an effect. */
export const lost: Check = {
  summary: 'every event that was due is accepted or rejected by name; what is accepted is in the log, with its outcome and its effect',
  watch: (ledger) => new LostWatch(ledger),
  conclude(findings, { sent }) {
    const inLogs = findings.map(({ tallies }) => tallies.lost)
    return addUp(sent ? [...inLogs, missingIds(findings, sent), unaccounted(sent)] : inLogs)
  },
}

class LostWatch {
  readonly tally = new Tally()
  readonly #ledger: Ledger
  // By index of the item: since when an event waits to be seen in a row of it.
  readonly #unseenSince: (number | undefined)[] = []
  // The same, oldest first. An entry whose item has been seen since is passed over.
  #waiting: { readonly item: ItemBook; readonly since: number; readonly offset: number }[] = []
  #passed = 0

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  input(input: Input): void {
    const { offset, outcome, isDuplicate, isSlip } = input
    const id = input.event?.id ?? null
    this.tally.checked++
    if (outcome === 'deduplicated' && !isDuplicate) this.#report(offset, 'dropped as a duplicate, but its id is new within the window', { id })
    else if (outcome === 'quarantined' && !isSlip && !isDuplicate) this.#report(offset, 'quarantined, but it is no slip of the accepted cost', { id })
    else if (outcome === 'none' && !isFoldable(input)) this.#report(offset, 'committed without any outcome', { id })
    else if (outcome === 'none' && !isDuplicate) this.#expectRows(input)
    else if (outcome === 'decided' && input.item && !isDuplicate) this.#unseenSince[input.item.index] ??= this.#ledger.now
  }

  deadLetter(offset: number, isExact: boolean): void {
    if (!isExact) this.#report(offset, 'its dead letter holds something else')
  }

  row(row: Row, item: ItemBook, offset: number): void {
    this.#unseenSince[item.index] = undefined
    const missing = item.events + item.eventsAhead - row.events
    if (missing <= 0) return
    const { sku, store, events } = row
    this.#report(offset, 'events are missing from the item', { sku, store, expected: item.events, found: events }, missing)
  }

  answered({ offset, item, event, isDuplicate }: Input): void {
    if (!item || isDuplicate || this.#unseenSince[item.index] === undefined) return
    this.#unseenSince[item.index] = undefined
    this.#report(offset, 'its decisions line has no row of its item', { id: event?.id ?? null })
  }

  batch({ now, offset, batch, folded, foldable }: JudgedBatch): void {
    this.#findOverdue(now)
    if (folded === foldable) return
    this.#report(offset, 'the batch folded another number of inputs than it left without an outcome', { batch, folded, foldable }, Math.abs(folded - foldable))
  }

  /** A competitor's price is about every store of its SKU. */
  #expectRows({ sku, item, offset }: Input): void {
    const items = item ? [item] : (sku?.items.values() ?? [])
    for (const expected of items) {
      if (this.#unseenSince[expected.index] !== undefined) continue
      this.#unseenSince[expected.index] = this.#ledger.now
      this.#waiting.push({ item: expected, since: this.#ledger.now, offset })
    }
  }

  /**
   * Work that is due is done in the first batch that comes when it is: a batch that comes late (a crash, a pause) is
   * not a loss, a batch that leaves the work undone is.
   */
  #findOverdue(now: number): void {
    const { foldAfterMs } = this.#ledger.terms
    for (let next = this.#waiting[this.#passed]; next && next.since + foldAfterMs <= now; next = this.#waiting[++this.#passed]) {
      const { item, since, offset } = next
      if (this.#unseenSince[item.index] !== since) continue
      this.#unseenSince[item.index] = undefined
      this.#report(offset, 'folded, and in no row of its item when that was due', { sku: item.sku.sku, store: item.store, foldedAt: since, now })
    }
    if (this.#passed * 2 > this.#waiting.length) this.#forgetPassed()
  }

  #forgetPassed(): void {
    this.#waiting = this.#waiting.slice(this.#passed)
    this.#passed = 0
  }

  #report(offset: number, problem: string, facts: Facts = {}, count = 1): void {
    this.tally.violation({ place: this.#ledger.place(offset), problem, ...facts }, count)
  }
}

/** Holds the generators' acknowledgements against the ids that stand in the logs. A damaged log proves no absence. */
function missingIds(findings: readonly PartitionFindings[], sent: NonNullable<Evidence['sent']>): Tallied {
  const tally = new Tally()
  const byPartition = new Map(findings.map((finding) => [finding.partition, finding]))
  for (const { generator, partitions } of sent.generators) {
    for (const { partition, acked } of partitions) {
      const finding = byPartition.get(partition)
      if (finding && finding.damage.length === 0) countMissing(tally, generator, partition, acked, finding.seen)
      else if (!finding) tally.violation({ place: `log/${partition}`, problem: `acknowledged by generator ${generator}, but there is no log`, acked }, acked)
    }
  }
  return tally
}

/** Whoever is turned away is counted by name: what was due and is in neither count went missing at the door. */
function unaccounted({ generators }: NonNullable<Evidence['sent']>): Tallied {
  const tally = new Tally()
  for (const { partition, offered, handed, rejected = {} } of generators.flatMap(({ partitions }) => partitions)) {
    const rejections = Object.values(rejected).reduce((sum, count) => sum + count, 0)
    tally.checked += rejections
    if (offered === undefined || offered === handed + rejections) continue
    tally.violation({ place: 'sent.json', problem: 'offered, and neither handed to the log nor rejected', partition, offered, handed, rejected: rejections }, Math.abs(offered - handed - rejections))
  }
  return tally
}

function countMissing(tally: Tally, generator: number, partition: number, acked: number, seen: readonly SeenGenerator[]): void {
  const ranges = seen.find((one) => one.generator === generator)?.ranges ?? []
  tally.checked += acked
  let expected = 0
  for (const [from, to] of [...ranges, [acked, acked]]) {
    const gapEnd = Math.min(from, acked)
    if (gapEnd > expected) reportGap(tally, `g${generator}-${partition}`, partition, expected, gapEnd)
    expected = Math.max(expected, to)
  }
}

function reportGap(tally: Tally, prefix: string, partition: number, from: number, to: number): void {
  const last = to - from > 1 ? ` to ${prefix}-${to - 1}` : ''
  tally.violation({ place: `log/${partition}`, problem: 'acknowledged, but not in the log', ids: `${prefix}-${from}${last}` }, to - from)
}
