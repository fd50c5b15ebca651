import type { RunDigest } from '../../reports/digest/run-digest.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import type { PartitionDiff } from './diff/sku-ledger.ts'
import type { Speed } from './pacer.ts'
import type { Span } from './range.ts'
import type { FilterTerms } from './record-filter.ts'

/** What threads are told of a replay; plain data. */
export interface ReplaySetting {
  /** The run folder that is replayed. */
  readonly sourceDir: string
  /** Where the log of the replay is written. */
  readonly outDir: string
  /** As it is replayed: with the rules that are to hold. */
  readonly scenario: Scenario
  /** Promotions instead of those in the recording, as lines by partition; null: the recording's own. */
  readonly promotionLines: readonly (readonly string[])[] | null
  readonly spans: readonly Span[]
  readonly filter: FilterTerms
  /** State begins with the settings before `from`, not with what happened there. */
  readonly isCold: boolean
  readonly speed: Speed
  readonly maxGapMs: number
  /** Whether it must come out as recorded: then every decision is held against the record. */
  readonly isExact: boolean
  /** Whether what stands before the range may be taken over from the recording, up to its nearest snapshot. */
  readonly takesOver: boolean
  /** Whose prices and reasons are held against those of the replay; null: nobody's. */
  readonly baselineDir: string | null
  /** Recorded time between two snapshots. */
  readonly snapshotEveryMs: number
  /** RunControl: whether to stop. */
  readonly control: SharedArrayBuffer
  /** Records behind each partition, as doubles. */
  readonly progress: SharedArrayBuffer
}

/** Partitions that are replayed together, in the order of their recorded time. */
export interface ReplayTask {
  readonly partitions: readonly number[]
}

/** What came out of a partition. */
export interface PartitionReplay {
  readonly partition: number
  /** Offset of the first record that was decided; what stands before it was taken over. */
  readonly beganAt: number
  /** Inputs of the range that were replayed. */
  readonly events: number
  /** Decision lines that were held against the record. */
  readonly compared: number
  readonly difference: Difference | null
  /** Of what was decided. */
  readonly decisionsSha256: string
  /** What a report shows of it; null where what was taken over is a part of that. */
  readonly digest: RunDigest | null
  /** Null where nobody asked for it. */
  readonly diff: PartitionDiff | null
}

/** The first decision line that came out otherwise. */
export interface Difference {
  readonly partition: number
  readonly batch: number
  readonly now: number
  /** Of the batch's first record in the recording. */
  readonly firstOffset: number
  /** Null: one has a line more than the other. */
  readonly recorded: string | null
  readonly replayed: string | null
  /** Explanations that were recorded in that batch. */
  readonly explanations: readonly string[]
}

export interface ReplayResult {
  readonly partitions: readonly PartitionReplay[]
  /** How far a paced replay was behind its schedule at worst, ms. */
  readonly lateMsMax: number
}
