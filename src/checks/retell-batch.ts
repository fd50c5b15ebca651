import type { Audience } from './audience.ts'
import { type Input, isFoldable, type Outcome } from './ledger/input.ts'
import type { Ledger } from './ledger/ledger.ts'
import { BatchOutcomes } from './outcomes.ts'
import type { LoggedBatch } from './record/log-reader.ts'
import { readEvent } from './record/logged-event.ts'
import type { DecisionsLine } from './record/decisions-line.ts'
import type { BatchOutputs } from './record/output-lines.ts'

/** How many inputs and rows a retelling has seen. */
export interface RetoldCounts {
  readonly inputs: Record<Outcome, number>
  decisions: number
}

/**
 * One batch as the pipeline must have lived it: the rows of its tick first, then input by input, each with the rows that
 * it decided. The ledger takes everything just before the audience hears of it.
 */
export class BatchRetelling {
  readonly #batch: LoggedBatch
  readonly #outcomes: BatchOutcomes
  readonly #ledger: Ledger
  readonly #audience: Audience
  readonly #counts: RetoldCounts
  // Number of the next input.
  #next = 0
  #foldable = 0

  constructor(batch: LoggedBatch, outputs: BatchOutputs, ledger: Ledger, audience: Audience, counts: RetoldCounts) {
    this.#batch = batch
    this.#outcomes = new BatchOutcomes(batch, outputs)
    this.#ledger = ledger
    this.#audience = audience
    this.#counts = counts
  }

  tell({ decisions, updates }: BatchOutputs): void {
    const { order, offset } = this.#batch
    this.#ledger.begin(order.now)
    for (const line of decisions) this.#show(line, this.#takeUpTo(line.cause))
    while (this.#next < order.inputs) this.#take()
    for (const surplus of this.#outcomes.surplus) this.#audience.surplus(surplus)
    for (const update of updates) this.#ledger.extend(update)
    this.#audience.batch({ batch: order.batch, now: order.now, offset, folded: order.folded, foldable: this.#foldable, updates })
  }

  /** Takes the inputs up to the cause and returns it; undefined for a tick, and for a cause that is not due (a surplus). */
  #takeUpTo(cause: DecisionsLine['cause']): Input | undefined {
    if (typeof cause !== 'number') return undefined
    const number = cause - this.#batch.firstOffset
    if (number < this.#next || number >= this.#batch.order.inputs) return undefined
    while (this.#next < number) this.#take()
    return this.#take()
  }

  #take(): Input {
    const number = this.#next++
    const text = this.#batch.inputs[number]
    const offset = this.#batch.firstOffset + number
    const input = this.#ledger.take(offset, this.#outcomes.of(number), readEvent(text), text)
    this.#counts.inputs[input.outcome]++
    if (input.outcome === 'none' && isFoldable(input)) this.#foldable++
    this.#audience.input(input)
    if (input.outcome === 'dead_lettered') this.#audience.deadLetter(offset, this.#outcomes.records.get(offset) === text)
    return input
  }

  #show({ rows, offset }: DecisionsLine, cause: Input | undefined): void {
    this.#counts.decisions += rows.length
    for (const row of rows) {
      const item = this.#ledger.itemOf(row)
      this.#audience.row(row, item, offset)
      this.#ledger.show(row, item)
    }
    if (cause) this.#audience.answered(cause)
  }
}
