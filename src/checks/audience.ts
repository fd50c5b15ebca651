import type { Check, Watch } from './check.ts'
import type { ItemBook } from './ledger/books.ts'
import type { Input, JudgedBatch } from './ledger/input.ts'
import type { Ledger } from './ledger/ledger.ts'
import type { SurplusOutcome } from './outcomes.ts'
import type { Row } from './record/decisions-line.ts'
import type { PriceRead } from './record/price-read.ts'
import type { StandingPrice } from './record/standing-price.ts'
import type { Tallied } from './tally.ts'

/** Everybody who watches one partition. What is told to the audience is told to each who listens for it. */
export class Audience {
  readonly #watches: Readonly<Record<string, Watch>>
  readonly #listeners: readonly Watch[]
  // Inputs and rows come by the million, so nobody is asked in vain.
  readonly #forInputs: readonly Watch[]
  readonly #forRows: readonly Watch[]

  constructor(checks: Readonly<Record<string, Check>>, ledger: Ledger) {
    const watching = Object.entries(checks).flatMap(([name, { watch }]) => (watch ? [[name, watch(ledger)] as const] : []))
    this.#watches = Object.fromEntries(watching)
    this.#listeners = Object.values(this.#watches)
    this.#forInputs = this.#listeners.filter(({ input }) => input)
    this.#forRows = this.#listeners.filter(({ row }) => row)
  }

  surplus(surplus: SurplusOutcome): void {
    for (const watch of this.#listeners) watch.surplus?.(surplus)
  }

  input(input: Input): void {
    for (const watch of this.#forInputs) watch.input!(input)
  }

  deadLetter(offset: number, isExact: boolean): void {
    for (const watch of this.#listeners) watch.deadLetter?.(offset, isExact)
  }

  row(row: Row, item: ItemBook, offset: number): void {
    for (const watch of this.#forRows) watch.row!(row, item, offset)
  }

  answered(input: Input): void {
    for (const watch of this.#listeners) watch.answered?.(input)
  }

  batch(batch: JudgedBatch): void {
    for (const watch of this.#listeners) watch.batch?.(batch)
  }

  read(read: PriceRead, item: ItemBook | undefined): void {
    for (const watch of this.#listeners) watch.read?.(read, item)
  }

  standing(price: StandingPrice, item: ItemBook | undefined): void {
    for (const watch of this.#listeners) watch.standing?.(price, item)
  }

  /** By name of the check, as plain data. */
  tallies(): Record<string, Tallied> {
    const plain = ({ tally: { checked, violations, examples } }: Watch): Tallied => ({ checked, violations, examples })
    return Object.fromEntries(Object.entries(this.#watches).map(([name, watch]) => [name, plain(watch)]))
  }
}
