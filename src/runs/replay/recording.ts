import { basename, resolve } from 'node:path'
import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { SegmentIndex } from '../../adapters/embedded/segment-index.ts'
import type { RecordedBatch } from '../../adapters/embedded/segment-log.ts'
import { soundBatches } from '../../adapters/files/sound-batches.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { readRecordingDocument, type RecordingDocument } from '../record/recording-document.ts'
import { readableFolder } from '../verify.ts'
import { mergeByTime } from './merge-by-time.ts'

export interface PartitionBatch extends RecordedBatch {
  readonly partition: number
}

/**
 * A run folder, read as what it is: the record of every partition, in its order. Reading holds one piece of one segment
 * a partition in memory; finding a place reads one segment at most.
 */
export class Recording {
  readonly dir: string
  readonly scenario: Scenario
  /** What `promo record` says of it; undefined for the folder of a run. */
  readonly document: RecordingDocument | undefined
  readonly #indexes: SegmentIndex[] = []

  private constructor(dir: string, scenario: Scenario) {
    this.dir = dir
    this.scenario = scenario
    this.document = readRecordingDocument(dir)
  }

  /** Throws a UserError where the folder is no run, or where its record was never read back. */
  static open(dir: string): Recording {
    return new Recording(dir, readableFolder(dir).scenario as Scenario)
  }

  get id(): string {
    return basename(resolve(this.dir))
  }

  get partitions(): readonly number[] {
    return Array.from({ length: this.scenario.partitions }, (_, partition) => partition)
  }

  /** Where batches stand; offsets and times are found here. */
  index(partition: number): SegmentIndex {
    return (this.#indexes[partition] ??= new SegmentIndex(partitionDir(this.dir, partition)))
  }

  /** The moment of the first batch of all partitions; undefined where nothing was committed. */
  beginsAt(): number | undefined {
    const begins = this.partitions.flatMap((partition) => this.index(partition).first()?.now ?? [])
    return begins.length === 0 ? undefined : Math.min(...begins)
  }

  /** The moment of the last batch of all partitions; undefined where nothing was committed. */
  endsAt(): number | undefined {
    const ends = this.partitions.flatMap((partition) => this.index(partition).last()?.now ?? [])
    return ends.length === 0 ? undefined : Math.max(...ends)
  }

  /** A partition's batches, from the one that holds `from` to the last that begins before `to`; throws a UserError at what is not sound. */
  *batches(partition: number, from = 0, to = Infinity): Generator<PartitionBatch> {
    const first = this.index(partition).atOffset(from)
    if (!first) return
    for (const batch of soundBatches({ runDir: this.dir, partition, from: first.firstOffset, byte: first.byte, end: this.document?.ends[partition] })) {
      if (batch.firstOffset >= to) return
      yield { partition, ...batch }
    }
  }

  /** All partitions' batches as one: in order of their `now`, at the same moment in order of partitions. */
  *merged(offsets: readonly number[] = []): Generator<PartitionBatch> {
    yield* mergeByTime(this.partitions.map((partition) => this.batches(partition, offsets[partition] ?? 0)))
  }
}
