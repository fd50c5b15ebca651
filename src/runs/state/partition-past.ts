import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { SegmentIndex } from '../../adapters/embedded/segment-index.ts'
import type { SnapshotPlace } from '../../adapters/embedded/snapshots/snapshot-file.ts'
import { nearestSnapshot } from '../../adapters/embedded/snapshots/snapshot-files.ts'
import { stands } from '../../adapters/embedded/snapshots/snapshot-stands.ts'
import { soundBatches } from '../../adapters/files/sound-batches.ts'
import type { CommittedBatch } from '../../engine/kernel/ports.ts'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { readRecordingDocument } from '../record/recording-document.ts'
import { OpenStates } from './open-states.ts'

/** The last time, record and batch of a partition that count; what is left out sets no bound. */
export interface Moment {
  readonly now?: number
  readonly offset?: number
  readonly batch?: number
}

/** The whole of what a partition has committed. */
export const END: Moment = {}

/** A batch, as far as the moment lets it count, and what it wrote. */
export interface PastBatch extends CommittedBatch {
  readonly lines: readonly string[]
  /** Offsets of its records that had no effect, because they had come before. */
  readonly deduplicated: readonly number[]
}

export interface PastSetting {
  readonly runDir: string
  readonly partition: number
  readonly scenario: Scenario
  readonly moment: Moment
  /** Every decision of this SKU is explained. */
  readonly sku: string
}

/** One partition as it was: executed again up to a moment, from the nearest snapshot before it. Nothing is written. */
export class PartitionPast {
  readonly states: OpenStates
  /** Offset of the first record that is executed; what stands before it is known from a snapshot. */
  readonly beganAt: number
  readonly #setting: PastSetting
  readonly #pipeline: PricingPipeline
  readonly #index: SegmentIndex
  #reached: { readonly now: number; readonly nextOffset: number } | undefined

  constructor(setting: PastSetting) {
    const { runDir, partition, scenario, moment, sku } = setting
    const { partitions, policy, catalog } = scenario
    const dir = partitionDir(runDir, partition)
    this.#setting = setting
    this.#index = new SegmentIndex(dir)
    this.states = new OpenStates(partition, catalog.stores)
    this.#pipeline = new PricingPipeline({ partition, partitions, policy, stores: catalog.stores, wrap: this.states.wrap, explains: (each) => each === sku })
    const snapshot = nearestSnapshot(dir, (place) => isBefore(place, moment) && stands(place, this.#index))
    this.beganAt = snapshot?.offset ?? 0
    if (!snapshot) return
    this.#pipeline.load(snapshot.parts)
    this.#reached = { now: snapshot.now, nextOffset: snapshot.offset }
  }

  /** `now` of the last batch that is known, and the offset behind it; undefined where the moment lies before the first. */
  get reached(): { readonly now: number; readonly nextOffset: number } | undefined {
    return this.#reached
  }

  *batches(): Generator<PastBatch> {
    const { runDir, partition, moment } = this.#setting
    const first = this.#index.atOffset(this.beganAt)
    if (!first) return
    const end = readRecordingDocument(runDir)?.ends[partition]
    for (const batch of soundBatches({ runDir, partition, from: first.firstOffset, byte: first.byte, end })) {
      if (isBehind(batch, moment)) return
      yield this.#take(cutAt(batch, moment))
    }
  }

  #take(batch: CommittedBatch): PastBatch {
    const { records, firstOffset, now, nextOffset } = batch
    this.#reached = { now, nextOffset }
    const { lines, extra } = this.#pipeline.step(records, firstOffset, batch.batch, now)
    const { deduplicated = [] } = JSON.parse(`{${extra.slice(1)}}`) as { deduplicated?: readonly number[] }
    return { ...batch, lines, deduplicated }
  }
}

const isBefore = ({ now, offset, nextBatch }: SnapshotPlace, moment: Moment): boolean =>
  now <= (moment.now ?? Infinity) && offset <= (moment.offset ?? Infinity) && nextBatch <= (moment.batch ?? Infinity)

const isBehind = ({ now, firstOffset, batch }: CommittedBatch, moment: Moment): boolean =>
  now > (moment.now ?? Infinity) || firstOffset > (moment.offset ?? Infinity) || batch > (moment.batch ?? Infinity)

/** A moment may lie between two records of a batch. */
function cutAt(batch: CommittedBatch, { offset = Infinity }: Moment): CommittedBatch {
  const { records, firstOffset, nextOffset } = batch
  return { ...batch, records: records.slice(0, offset - firstOffset + 1), nextOffset: Math.min(nextOffset, offset + 1) }
}
