import type { Outcome } from './ledger/input.ts'
import type { LoggedBatch } from './record/log-reader.ts'
import type { BatchOutputs } from './record/output-lines.ts'

/** An outcome that an input has no right to. */
export interface SurplusOutcome {
  readonly offset: number
  readonly outcome: Outcome
  readonly problem: string
}

/** What became of each input of one batch: one outcome for each, and whatever was said beyond that. */
export class BatchOutcomes {
  readonly surplus: SurplusOutcome[] = []
  /** The dead letters' copies of their lines. */
  readonly records = new Map<number, string>()
  readonly #firstOffset: number
  readonly #outcomes: Outcome[]

  constructor({ order, firstOffset }: LoggedBatch, { decisions, deadLetters }: BatchOutputs) {
    this.#firstOffset = firstOffset
    this.#outcomes = Array<Outcome>(order.inputs).fill('none')
    for (const offset of order.deduplicated) this.#set(offset, 'deduplicated')
    for (const offset of order.quarantined) this.#set(offset, 'quarantined')
    for (const { cause, record } of deadLetters) {
      this.#set(cause, 'dead_lettered')
      this.records.set(cause, record)
    }
    for (const { cause } of decisions) if (typeof cause === 'number') this.#set(cause, 'decided')
  }

  /** By number of the input in its batch. */
  of(input: number): Outcome {
    return this.#outcomes[input]
  }

  #set(offset: number, outcome: Outcome): void {
    const input = offset - this.#firstOffset
    const present = this.#outcomes[input]
    if (present === 'none') this.#outcomes[input] = outcome
    else if (present) this.surplus.push({ offset, outcome, problem: `the input is ${present.replace('_', '-')} already` })
    else this.surplus.push({ offset, outcome, problem: input < 0 ? 'an input of an earlier batch has an outcome again' : 'there is no such input' })
  }
}
