import type { Sku } from '../../engine/pricing/events.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import type { Hits } from '../../faults/fault-at-work.ts'
import type { FeedKind } from '../../scenarios/scenario.ts'
import type { ThreadSetting } from './pipeline-setting.ts'
import type { EventRates } from './rate-recorder.ts'

/** One of several generators that share a schedule: it sends what is due in the partitions p with p mod `of` = `index` − 1. */
export interface Segment {
  /** From 1. */
  readonly index: number
  readonly of: number
}

/** The one generator of a run that has no others. */
export const WHOLE: Segment = { index: 1, of: 1 }

export const isInSegment = ({ index, of }: Segment, partition: number): boolean => partition % of === index - 1

export interface GeneratorSetting extends ThreadSetting {
  readonly segment: Segment
  /** What this process can see of its log: that it has the seed, or that the pipeline has decided it, too. */
  readonly seededWhen: 'accepted' | 'decided'
  /** Null: the thread makes the catalogue from the seed itself. */
  readonly skus: readonly Sku[] | null
  readonly faults: readonly PlannedFault[]
}

/** What one partition was sent since traffic began. */
export interface SentPartition {
  readonly partition: number
  /** Events that were made for it: each was handed to the log, or rejected. */
  readonly offered: number
  /** Ids that were given out: `g1-p-0` … `g1-p-(handed − 1)`. */
  readonly handed: number
  /** How many of them the log has acknowledged. */
  readonly acked: number
  readonly records: number
  readonly rejected: Readonly<Record<FeedKind, number>>
}

export interface GeneratorTotals {
  /** The whole schedule's own count, whatever the segment. */
  readonly planned: Readonly<Record<FeedKind, number>>
  /** By this segment, as everything below. */
  readonly sent: Readonly<Record<FeedKind, number>>
  /** Handed over at most 10 ms after they were due. */
  readonly inTime: number
  /** Late although the log had room: the generator itself was the limit. */
  readonly lateByGenerator: number
  readonly lateByBackpressure: number
  /** By planned fault, and of the whole schedule; null for those that do not act on feeds. */
  readonly injected: readonly (Hits | null)[]
  readonly partitions: readonly SentPartition[]
  readonly duplicatesInjected: number
  readonly rates: EventRates
  readonly trafficMs: number
}
