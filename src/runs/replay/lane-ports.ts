import type { Checkpoints, EventLog, Projection } from '../../engine/kernel/ports.ts'
import type { Program } from '../../engine/kernel/program.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'

/** A log that is given its inputs: the next batch has them, in this order. The one before must be committed. */
export interface LaneLog extends EventLog {
  readonly nextOffset: number
  accept(records: readonly string[]): void
}

/** What a partition that is replayed is wired to; this is where targets differ. */
export interface LanePorts {
  /** Offset of the first record that is decided; what stands before it was taken over. */
  readonly beganAt: number
  readonly log: LaneLog
  readonly checkpoints: Checkpoints
  /** Where prices go; `standing` is all that the partition has published. */
  readonly projections: (standing: Program<PublishedPrice>['standing']) => readonly Projection<PublishedPrice>[]
  /** Everything was decided; `checkpoint` saves the state. */
  readonly close: (checkpoint: () => Promise<void>) => Promise<void>
}
