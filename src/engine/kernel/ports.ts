/** Run time: virtual epoch milliseconds, whole. It never goes back. */
export interface Clock {
  now(): number
}

/** Input records in a row, as they stand in the log. */
export interface InputBatch {
  /** Log offset of the first record; the others follow without a gap. */
  readonly firstOffset: number
  readonly records: readonly string[]
  /** True where more records wait behind these. */
  readonly more: boolean
}

/** A batch that was committed: its inputs, and the moment it was decided. */
export interface CommittedBatch {
  readonly firstOffset: number
  readonly records: readonly string[]
  readonly batch: number
  readonly now: number
  /** Offset behind the order record. */
  readonly nextOffset: number
}

/** Outputs of one batch, to be written whole or not at all. */
export interface Commit {
  readonly batch: number
  readonly now: number
  readonly inputs: number
  /** Output lines without newline, the order record not among them. */
  readonly lines: readonly string[]
  /** Fields of the order record beyond batch, now, inputs and crc, as JSON text that starts with a comma, or empty. */
  readonly extra: string
}

/**
 * The ordered log of one partition. Records are accepted when `take` returns them: from then on they survive the end
 * of the process. `commit` is atomic: after a crash either all lines and the order record are there, or none.
 * Returns nothing readable before it is committed.
 */
export interface EventLog {
  /** Accepts what producers have sent, and returns the oldest uncommitted inputs (none: an empty batch). */
  take(): Promise<InputBatch>
  /**
   * Ends the oldest uncommitted batch of `commit.inputs` records; returns the offset behind the order record. The batch
   * that was committed last may be asked for again, by one who did not hear the answer: it changes nothing then.
   */
  commit(commit: Commit): Promise<number>
  /** Committed batches from `offset` on, which must be the start of one. */
  committed(offset: number): AsyncIterable<CommittedBatch>
}

/** Saved states with the place in the log where they were true. */
export interface Checkpoints {
  /**
   * What it keeps of the state, it copies: the state goes on changing. The checkpoint counts once `published` has said
   * that all outputs before it were published; where that failed, it never counts.
   */
  save(checkpoint: Checkpoint, published?: Promise<boolean>): Promise<void>
  /** The newest one, or undefined at the very start. */
  newest(): Promise<Checkpoint | undefined>
}

export interface Checkpoint {
  /** Log offset behind the last batch that the state contains. */
  readonly offset: number
  readonly nextBatch: number
  /** `now` of that batch: recorded time goes on from here. */
  readonly now: number
  readonly parts: SavedParts
}

/** Every part of every bolt's state by `bolt.part`. */
export type SavedParts = Readonly<Record<string, Float64Array | string>>

/** Where committed outputs go (a cache, a store, a view). Applying the same output twice must do no harm. */
export interface Projection<Output> {
  apply(outputs: readonly Output[], lease: Lease): Promise<void>
  /** Writes what was applied by now, where that is not done yet; false where it cannot be done now. */
  settle?(): Promise<boolean>
}

/** A partition's promise that its prices are looked after, until `untilMs`. */
export interface Lease {
  readonly partition: number
  readonly untilMs: number
  /** What the batch before this one promised, so that who takes over knows what must be there; 0 where there was none. */
  readonly previousMs?: number
}

/** The places at which a batch can be cut off. The last two are behind single projections, and belong to who wires them. */
export type CrashPoint = 'read' | 'compute' | 'commit' | 'publish' | 'store' | 'cache'

/** Asked at each crash point; throws `BoltCrash` where a fault is due. */
export interface FaultDriver {
  reach(point: CrashPoint, now: number): void
}

/** A bolt died: its partition's instance has lost its memory and starts again from the log. */
export class BoltCrash extends Error {
  readonly bolt: string

  constructor(bolt: string, reason: string) {
    super(`bolt ${bolt} crashed: ${reason}`)
    this.name = 'BoltCrash'
    this.bolt = bolt
  }
}

export const NO_FAULTS: FaultDriver = { reach: () => {} }
