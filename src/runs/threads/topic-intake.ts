import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import type { HandOver, Intake } from './intake.ts'

/** What waits in the topics of a partition. When a record was sent is what its sender's clock said. */
export class TopicIntake implements Intake {
  /** Records in the topics that were not taken yet. */
  readonly #waiting: () => number
  /** Whoever had the partition before may be on another machine. */
  readonly processedBatch = Infinity
  /** Taken, and not processed: records that were sent in the same millisecond, one behind the other. */
  #taken: { records: number; readonly sentAt: number }[] = []
  #processed: { readonly records: number; readonly sentAt: number }[] = []
  #open = 0

  constructor(waiting: () => number) {
    this.#waiting = waiting
  }

  get lag(): number {
    return this.#waiting() + this.#open
  }

  /** `sentAt` in ms of the epoch. */
  readonly took = (sentAt: number): void => {
    this.#open++
    const newest = this.#taken.at(-1)
    if (newest?.sentAt === sentAt) newest.records++
    else this.#taken.push({ records: 1, sentAt })
  }

  /** Batches are processed whole: what was taken since the last one is this one. */
  processed(records: number): void {
    if (records === 0) return
    this.#open -= records
    this.#processed.push(...this.#taken)
    this.#taken = []
  }

  *handedOver(): Generator<HandOver> {
    const told = this.#processed
    this.#processed = []
    const offsetMs = monotonicMs() - Date.now()
    for (const { records, sentAt } of told) yield { records, atMs: sentAt + offsetMs }
  }
}
