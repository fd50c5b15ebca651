import type { Check } from './check.ts'
import type { ItemBook } from './ledger/books.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { Row } from './record/decisions-line.ts'
import { Tally } from './tally.ts'

/** Units neither appear nor vanish: the stock of every decision is the sum of its counts and movements. */
export const conservation: Check = {
  summary: 'the stock in every decision equals an independent fold of counts and movements',
  watch: (ledger) => new ConservationWatch(ledger),
}

class ConservationWatch {
  readonly tally = new Tally()
  readonly #ledger: Ledger
  // By index of the item: the difference that has been reported. One wrong unit is one violation, not one a row.
  readonly #reported: number[] = []

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  row({ sku, store, onHand }: Row, { index, stock }: ItemBook, offset: number): void {
    this.tally.checked++
    const difference = onHand - stock.onHand
    if (difference === (this.#reported[index] ?? 0)) return
    this.#reported[index] = difference
    if (difference === 0) return
    const place = this.#ledger.place(offset)
    this.tally.violation({ place, problem: 'units appeared or vanished', sku, store, expected: stock.onHand, found: onHand })
  }
}
