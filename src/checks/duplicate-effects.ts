import type { Check } from './check.ts'
import type { ItemBook } from './ledger/books.ts'
import type { Input } from './ledger/input.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { SurplusOutcome } from './outcomes.ts'
import type { Damage } from './record/damage.ts'
import type { Row } from './record/decisions-line.ts'
import { addUp, Tally, type Tallied } from './tally.ts'

/** Nothing took effect twice: no input has two outcomes, no duplicate slipped through, no counter ran ahead. */
export const duplicateEffects: Check = {
  summary: 'no event has two outcomes or counts twice',
  watch: (ledger) => new DuplicateWatch(ledger),
  conclude: (findings) => addUp(findings.flatMap(({ tallies, damage }) => [tallies.duplicate_effects, repeatedBatches(damage)])),
}

/** A batch that is whole and has the number of an earlier one: an owner that was replaced went on. */
function repeatedBatches(damage: readonly Damage[]): Tallied {
  const tally = new Tally()
  for (const { place, value, isRepeatedBatch } of damage) if (isRepeatedBatch) tally.violation({ place, problem: 'a batch was committed that had been committed already', value })
  return tally
}

class DuplicateWatch {
  readonly tally = new Tally()
  readonly #ledger: Ledger

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  surplus({ offset, outcome, problem }: SurplusOutcome): void {
    this.tally.violation({ place: this.#ledger.place(offset), problem, outcome })
  }

  input({ offset, outcome, event, isDuplicate }: Input): void {
    this.tally.checked++
    if (!isDuplicate || outcome === 'deduplicated' || !event) return
    this.tally.violation({ place: this.#ledger.place(offset), problem: 'its id was accepted within the window already', id: event.id, outcome })
  }

  row(row: Row, item: ItemBook, offset: number): void {
    const doubled = row.events - item.events - item.eventsAhead
    if (doubled <= 0) return
    const { sku, store, events } = row
    const place = this.#ledger.place(offset)
    this.tally.violation({ place, problem: 'the item counts events that did not happen', sku, store, expected: item.events, found: events }, doubled)
  }
}
