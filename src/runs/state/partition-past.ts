import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { newestWhere } from '../../adapters/embedded/snapshot-files.ts'
import { soundBatches } from '../../adapters/files/sound-batches.ts'
import type { Checkpoint, CommittedBatch } from '../../engine/kernel/ports.ts'
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

/** A batch, as far as the moment lets it count, and what it wrote; undefined where the snapshot knows that already. */
export interface PastBatch extends CommittedBatch {
  readonly lines: readonly string[] | undefined
}

export interface PastSetting {
  readonly runDir: string
  readonly partition: number
  readonly scenario: Scenario
  readonly moment: Moment
  /** Every decision of this SKU is explained. */
  readonly sku: string
  /** Without the snapshots, where they lie too near to tell what is asked. */
  readonly isFromStart: boolean
}

/** One partition as it was: executed again up to a moment, from the nearest snapshot before it. Nothing is written. */
export class PartitionPast {
  readonly states: OpenStates
  readonly #setting: PastSetting
  readonly #pipeline: PricingPipeline
  readonly #snapshot: Checkpoint | undefined
  #reached: { readonly now: number; readonly nextOffset: number } | undefined

  constructor(setting: PastSetting) {
    const { runDir, partition, scenario, moment, sku, isFromStart } = setting
    const { partitions, policy, catalog } = scenario
    this.#setting = setting
    this.states = new OpenStates(partition, catalog.stores)
    this.#pipeline = new PricingPipeline({ partition, partitions, policy, stores: catalog.stores, wrap: this.states.wrap, explains: (each) => each === sku })
    this.#snapshot = isFromStart ? undefined : newestWhere(partitionDir(runDir, partition), (checkpoint) => isBefore(checkpoint, moment))
    if (this.#snapshot) this.#pipeline.load(this.#snapshot.parts)
  }

  get hasSnapshot(): boolean {
    return this.#snapshot !== undefined
  }

  /** `now` of the last batch that was taken in, and the offset behind it; undefined where the moment lies before the first. */
  get reached(): { readonly now: number; readonly nextOffset: number } | undefined {
    return this.#reached
  }

  *batches(): Generator<PastBatch> {
    const { runDir, partition, moment } = this.#setting
    for (const batch of soundBatches({ runDir, partition, end: readRecordingDocument(runDir)?.ends[partition] })) {
      if (isBehind(batch, moment)) return
      yield this.#take(cutAt(batch, moment))
    }
  }

  #take(batch: CommittedBatch): PastBatch {
    const { records, firstOffset, now, nextOffset } = batch
    const isKnown = this.#snapshot !== undefined && firstOffset < this.#snapshot.offset
    this.#reached = { now, nextOffset }
    return { ...batch, lines: isKnown ? undefined : this.#pipeline.step(records, firstOffset, batch.batch, now).lines }
  }
}

const isBefore = ({ now, offset, nextBatch }: Checkpoint, moment: Moment): boolean =>
  now <= (moment.now ?? Infinity) && offset <= (moment.offset ?? Infinity) && nextBatch <= (moment.batch ?? Infinity)

const isBehind = ({ now, firstOffset, batch }: CommittedBatch, moment: Moment): boolean =>
  now > (moment.now ?? Infinity) || firstOffset > (moment.offset ?? Infinity) || batch > (moment.batch ?? Infinity)

/** A moment may lie between two records of a batch. */
function cutAt(batch: CommittedBatch, { offset = Infinity }: Moment): CommittedBatch {
  const { records, firstOffset, nextOffset } = batch
  return { ...batch, records: records.slice(0, offset - firstOffset + 1), nextOffset: Math.min(nextOffset, offset + 1) }
}
