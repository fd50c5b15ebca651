/** Records that were handed over at one moment, on the clock that all threads of the process share. */
export interface HandOver {
  readonly records: number
  readonly atMs: number
}

/** What waits before a partition, and since when: in its ring, or in its topics. */
export interface Intake {
  /** Records handed over and not yet decided and published. */
  readonly lag: number
  /** So many more are decided and published: those of this batch. */
  processed(records: number, batch: number): void
  /** The newest batch of which that was said, by this worker or the one before; Infinity where nobody knows. */
  readonly processedBatch: number
  /** Every hand-over that is processed by now and was not told before. */
  handedOver(): Iterable<HandOver>
}
