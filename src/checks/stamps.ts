import type { Check } from './check.ts'
import type { ItemBook } from './ledger/books.ts'
import type { Input, JudgedBatch } from './ledger/input.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { MarginRule } from './ledger/margin-rule.ts'
import type { ToldPrice } from './ledger/price-timeline.ts'
import type { Row } from './record/decisions-line.ts'
import type { PriceUpdate } from './record/output-lines.ts'
import { type Facts, Tally } from './tally.ts'

/** What a decision says of itself is true: its cost version, its floor, and what the price update repeats of it. */
export const stamps: Check = {
  summary: 'cost version and floor in every decision agree with the cost topic, and price updates say what was decided',
  watch: (ledger) => new StampsWatch(ledger),
}

class StampsWatch {
  readonly tally = new Tally()
  readonly #ledger: Ledger
  // Items whose price changed in this batch, with what was told of them last: when it ends, an update must have said so.
  readonly #changed = new Map<ItemBook, ToldPrice | undefined>()

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** From here on the pipeline follows a cost that nobody accepted. */
  input({ offset, outcome, isSlip, event }: Input): void {
    if (!isSlip || outcome === 'quarantined' || !event) return
    this.#report(offset, 'a slip was not quarantined', { id: event.id, outcome })
  }

  row({ sku, store, priceMinor, costVersion, floorMinor }: Row, item: ItemBook, offset: number): void {
    this.tally.checked++
    const { told } = item.prices
    if (!told || told.priceMinor !== priceMinor) this.#changed.set(item, told)
    const { cost, margin } = item.sku
    const expected = cost?.version ?? 0
    if (costVersion !== expected) this.#report(offset, 'stamped with another cost version', { sku, store, expected, found: costVersion })
    else if (margin && !isFloor(floorMinor, margin)) {
      this.#report(offset, 'stamped with a floor that is none', { sku, store, expected: margin.floorMinor ?? null, found: floorMinor })
    }
  }

  batch({ updates, offset }: JudgedBatch): void {
    for (const update of updates) this.#compare(update)
    for (const { offset: at, sku, store, version } of this.#ledger.repeated) this.#report(at, 'a price update that changes nothing', { sku, store, version })
    for (const [{ sku, store, live, prices }, toldBefore] of this.#changed) {
      const isTold = prices.told !== toldBefore
      if (isTold || live?.priceMinor === prices.told?.priceMinor) continue
      this.#report(offset, 'a price changed without a price update', { sku: sku.sku, store, decided: live?.priceMinor ?? null, told: prices.told?.priceMinor ?? null })
    }
    this.#changed.clear()
  }

  #compare({ offset, sku, store, version, priceMinor }: PriceUpdate): void {
    const decided = this.#ledger.find(sku, store)?.prices.find(version)
    if (decided?.priceMinor === priceMinor) return
    this.#report(offset, 'a price update that no decision made', { sku, store, version, expected: decided?.priceMinor ?? null, found: priceMinor })
  }

  #report(offset: number, problem: string, facts: Facts): void {
    this.tally.violation({ place: this.#ledger.place(offset), problem, ...facts })
  }
}

/** Other rules may raise the floor above the margin's own, never lower it. A floor of 0 is none. */
function isFloor(stampedMinor: number | null, margin: MarginRule): boolean {
  if (margin.floorMinor === undefined) return stampedMinor === null
  return (stampedMinor ?? 0) >= margin.floorMinor
}
