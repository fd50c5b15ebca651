import type { Check } from './check.ts'
import type { ItemBook } from './ledger/books.ts'
import type { JudgedBatch } from './ledger/input.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Row } from './record/decisions-line.ts'
import { Tally } from './tally.ts'

/**
 * Nothing under the margin floor was ever on sale, at the cost that the cost topic says was in force. When a cost
 * changes, prices that were fine may be so no longer: each that still stands at the end of that batch is judged again.
 */
export const marginBreachesPublished: Check = {
  summary: 'no published price is under the margin floor at the newest accepted cost',
  watch: (ledger) => new MarginWatch(ledger),
}

class MarginWatch {
  readonly tally = new Tally()
  readonly #ledger: Ledger

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  row(row: Row, item: ItemBook, offset: number): void {
    this.#judge(row, item, offset, 'published under the margin floor')
  }

  batch({ offset }: JudgedBatch): void {
    for (const sku of this.#ledger.costs.changed) {
      for (const item of sku.items.values()) {
        if (item.live && item.liveAtCostChange < sku.costChanges) this.#judge(item.live, item, offset, 'left under the margin floor when the cost changed')
      }
    }
  }

  #judge({ priceMinor, worstUnitMinor }: Row, item: ItemBook, offset: number, problem: string): void {
    if (priceMinor === null) return
    this.tally.checked++
    const { margin } = item.sku
    if (margin?.clears(priceMinor) && (worstUnitMinor === null || margin.clears(worstUnitMinor))) return
    this.tally.violation({
      place: this.#ledger.place(offset),
      problem: margin ? problem : 'published though no cost is known',
      sku: item.sku.sku,
      store: item.store,
      priceMinor,
      ...(worstUnitMinor === null ? {} : { worstUnitMinor }),
      costMinor: item.sku.cost?.costMinor ?? null,
      marginBps: margin?.marginBps(Math.min(priceMinor, worstUnitMinor ?? priceMinor)) ?? null,
      floorMinor: margin?.floorMinor ?? null,
    })
  }
}
