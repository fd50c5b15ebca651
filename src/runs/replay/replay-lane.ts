import { createHash } from 'node:crypto'
import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../../adapters/embedded/segment-log.ts'
import { SnapshotFiles } from '../../adapters/embedded/snapshots/snapshot-files.ts'
import { topicOfLine } from '../../adapters/kafka/topics.ts'
import { NO_FAULTS } from '../../engine/kernel/ports.ts'
import type { Step } from '../../engine/kernel/program.ts'
import { PartitionRunner } from '../../engine/kernel/runner.ts'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'
import { PartitionDigest } from '../digest/partition-digest.ts'
import { LEASE } from '../lease.ts'
import { takeOver } from './beginning.ts'
import { type Baseline, baselineOf } from './diff/baseline.ts'
import { SkuLedger } from './diff/sku-ledger.ts'
import { decisionsIn, ExactComparison } from './exact-comparison.ts'
import { isSetting, recordFilter } from './record-filter.ts'
import type { PartitionBatch, Recording } from './recording.ts'
import type { PartitionReplay, ReplaySetting } from './replay-setting.ts'

const SEGMENT_BYTES_MAX = 1 << 24

/**
 * One partition of a replay: the runner of every run, on a log that is given its inputs and a clock that stands where
 * the recording stood. What comes out is published to nobody: who reads a price must not meet one of last week.
 */
export class ReplayLane {
  readonly #setting: ReplaySetting
  readonly #partition: number
  readonly #log: SegmentLog
  readonly #runner: PartitionRunner<PublishedPrice>
  readonly #passes: ((record: string) => boolean) | null
  readonly #hash = createHash('sha256')
  readonly #comparison = new ExactComparison()
  readonly #baseline: Baseline | null
  readonly #ledger = new SkuLedger()
  /** Null where it would lack what was taken over. */
  readonly #digest: PartitionDigest | null
  #promotions: readonly string[]
  #now = -Infinity
  #lines: readonly string[] = []
  #events = 0
  readonly #snapshots: SnapshotFiles
  /** Offset of the first record that is decided. */
  readonly beganAt: number

  /** A lane that stands where deciding begins: at the start, or behind what is taken over from the recording. */
  static async open(setting: ReplaySetting, recording: Recording, partition: number): Promise<ReplayLane> {
    const { outDir, spans, takesOver } = setting
    const lane = new ReplayLane(setting, partition, takesOver ? takeOver(recording, partition, { from: spans[partition].from, outDir }) : 0)
    await lane.#runner.recover()
    return lane
  }

  private constructor(setting: ReplaySetting, partition: number, beganAt: number) {
    const { outDir, scenario, filter, promotionLines } = setting
    const { partitions, policy, catalog } = scenario
    const dir = partitionDir(outDir, partition)
    this.#setting = setting
    this.#partition = partition
    this.beganAt = beganAt
    this.#promotions = promotionLines?.[partition] ?? []
    this.#passes = recordFilter(filter)
    this.#digest = beganAt === 0 ? new PartitionDigest(scenario) : null
    this.#baseline = setting.baselineDir === null ? null : baselineOf(setting.sourceDir, setting.baselineDir, partition)
    this.#snapshots = new SnapshotFiles(dir)
    this.#log = new SegmentLog({ dir, batchBytesMax: 0, segmentBytesMax: SEGMENT_BYTES_MAX })
    this.#runner = new PartitionRunner(
      () => new PricingPipeline({ partition, partitions, policy, stores: catalog.stores, wrap: this.#digest?.wrap }),
      { clock: { now: () => this.#now }, log: this.#log, checkpoints: this.#snapshots, projections: [], faults: NO_FAULTS },
      // Every tick was due when it was recorded: with a lease that is always due, it is committed here as well.
      { partition, leaseMs: LEASE.leaseMs, renewLeaseMs: 0, checkpointEveryMs: setting.snapshotEveryMs, firstCheckpointMs: setting.snapshotEveryMs },
      { committed: (step) => this.#committed(step), crashed: () => {}, recovered: () => {} },
    )
  }

  /** True from the first record of the range on. */
  isInRange({ nextOffset }: PartitionBatch): boolean {
    return nextOffset > this.#setting.spans[this.#partition].from
  }

  /** Decides a recorded batch again. */
  async play(batch: PartitionBatch): Promise<void> {
    const inputs = this.#inputsOf(batch)
    if (inputs.length === 0 && this.#isLeftOut(batch)) return
    this.#now = batch.now
    const firstOffset = this.#log.nextOffset
    this.#log.accept(inputs)
    await this.#runner.poll()
    const decisions = decisionsIn(this.#lines)
    if (decisions.length > 0) this.#hash.update(`${decisions.join('\n')}\n`)
    this.#digest?.executed(decisions, inputs, firstOffset, batch.now)
    this.#hold(batch, decisions)
  }

  async close(): Promise<PartitionReplay> {
    await this.#runner.checkpoint()
    this.#log.close()
    this.#snapshots.close()
    const { compared, difference } = this.#comparison
    return { partition: this.#partition, beganAt: this.beganAt, events: this.#events, compared, difference, decisionsSha256: this.#hash.digest('hex'), digest: this.#digest?.result() ?? null, diff: this.#baseline && this.#ledger.result() }
  }

  /** A cold start leaves out what would do nothing, but a tick a second: a partition that stands still has no lease. */
  #isLeftOut(batch: PartitionBatch): boolean {
    return this.#setting.isCold && !this.isInRange(batch) && batch.now - this.#now < LEASE.renewLeaseMs
  }

  #hold(batch: PartitionBatch, decisions: readonly string[]): void {
    const span = this.#setting.spans[this.#partition]
    const isWhole = batch.nextOffset <= span.to
    if (this.#setting.isExact && isWhole) this.#comparison.compare(batch, decisions)
    if (this.#baseline) this.#ledger.batch(batch, span, this.#baseline(batch), decisions)
  }

  #committed({ lines }: Step<PublishedPrice>): void {
    this.#lines = lines
  }

  #inputsOf({ records, firstOffset }: PartitionBatch): readonly string[] {
    const { from, to } = this.#setting.spans[this.#partition]
    const before = records.slice(0, Math.max(0, from - firstOffset))
    const inRange = records.slice(before.length, Math.max(0, to - firstOffset))
    const within = this.#passes ? inRange.filter(this.#passes) : inRange
    this.#events += within.length
    const kept = this.#setting.isCold ? before.filter(isSetting) : before
    // Most batches lie in the range as they are: nothing is copied then.
    return kept.length + within.length === records.length ? this.#withRules(records) : this.#withRules([...kept, ...within])
  }

  /** Other promotions come first of all, and those in the recording not at all. */
  #withRules(records: readonly string[]): readonly string[] {
    if (!this.#setting.promotionLines) return records
    const promotions = this.#promotions
    this.#promotions = []
    return [...promotions, ...records.filter((record) => topicOfLine(record) !== 'promo_rules')]
  }
}
