import { createHash } from 'node:crypto'
import { topicOfLine } from '../../adapters/kafka/topics.ts'
import { NO_FAULTS } from '../../engine/kernel/ports.ts'
import type { Step } from '../../engine/kernel/program.ts'
import { PartitionRunner } from '../../engine/kernel/runner.ts'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'
import { PartitionDigest } from '../digest/partition-digest.ts'
import { LEASE } from '../lease.ts'
import { type Baseline, baselineOf } from './diff/baseline.ts'
import { SkuLedger } from './diff/sku-ledger.ts'
import { decisionsIn, ExactComparison } from './exact-comparison.ts'
import type { LanePorts } from './lane-ports.ts'
import { isSetting, recordFilter } from './record-filter.ts'
import type { PartitionBatch } from './recording.ts'
import type { PartitionReplay, ReplaySetting } from './replay-setting.ts'

/**
 * One partition of a replay: the runner of every run, on a log that is given its inputs and a clock that stands where
 * the recording stood.
 */
export class ReplayLane {
  readonly #setting: ReplaySetting
  readonly #partition: number
  readonly #ports: LanePorts
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
  /** Of the newest batch that was not left out. */
  #takenAt = -Infinity
  #lines: readonly string[] = []
  #events = 0

  /** A lane that stands where deciding begins. */
  static async open(setting: ReplaySetting, partition: number, ports: LanePorts): Promise<ReplayLane> {
    const lane = new ReplayLane(setting, partition, ports)
    await lane.#runner.recover()
    return lane
  }

  private constructor(setting: ReplaySetting, partition: number, ports: LanePorts) {
    const { scenario, filter, promotionLines, snapshotEveryMs } = setting
    const { partitions, policy, catalog } = scenario
    this.#setting = setting
    this.#partition = partition
    this.#ports = ports
    this.#promotions = promotionLines?.[partition] ?? []
    this.#passes = recordFilter(filter)
    this.#digest = ports.beganAt === 0 ? new PartitionDigest(scenario) : null
    this.#baseline = setting.baselineDir === null ? null : baselineOf(setting.sourceDir, setting.baselineDir, partition)
    const projections = ports.projections((from, to) => this.#runner.standing(from, to))
    this.#runner = new PartitionRunner(
      () => new PricingPipeline({ partition, partitions, policy, stores: catalog.stores, wrap: this.#digest?.wrap }),
      { clock: { now: () => this.#now }, log: ports.log, checkpoints: ports.checkpoints, projections, faults: NO_FAULTS },
      // Every tick was due when it was recorded: with a lease that is always due, it is committed here as well.
      { partition, leaseMs: LEASE.leaseMs, renewLeaseMs: 0, checkpointEveryMs: snapshotEveryMs, firstCheckpointMs: snapshotEveryMs },
      { committed: (step) => this.#committed(step), crashed: () => {}, recovered: () => {} },
    )
  }

  /** Offset of the first record that is decided. */
  get beganAt(): number {
    return this.#ports.beganAt
  }

  /** True from the first record of the range on. */
  isInRange({ nextOffset }: PartitionBatch): boolean {
    return nextOffset > this.#setting.spans[this.#partition].from
  }

  /** What of a recorded batch is decided, and by that counted as replayed; undefined: the batch is left out. */
  inputsOf(batch: PartitionBatch): readonly string[] | undefined {
    const inputs = this.#selected(batch)
    if (inputs.length === 0 && this.#isLeftOut(batch)) return undefined
    this.#takenAt = batch.now
    return inputs
  }

  /** Decides a recorded batch again, at once. */
  async play(batch: PartitionBatch): Promise<void> {
    const inputs = this.inputsOf(batch)
    if (inputs) await this.decide(batch, inputs)
  }

  /** Decides these inputs of a recorded batch again. */
  async decide(batch: PartitionBatch, inputs: readonly string[]): Promise<void> {
    this.#now = batch.now
    const { log } = this.#ports
    const firstOffset = log.nextOffset
    log.accept(inputs)
    await this.#runner.poll()
    const decisions = decisionsIn(this.#lines)
    if (decisions.length > 0) this.#hash.update(`${decisions.join('\n')}\n`)
    this.#digest?.executed(decisions, inputs, firstOffset, batch.now)
    this.#hold(batch, decisions)
  }

  async close(): Promise<PartitionReplay> {
    await this.#ports.close(() => this.#runner.checkpoint())
    const { compared, difference } = this.#comparison
    return { partition: this.#partition, beganAt: this.beganAt, events: this.#events, compared, difference, decisionsSha256: this.#hash.digest('hex'), digest: this.#digest?.result() ?? null, diff: this.#baseline && this.#ledger.result() }
  }

  /** A cold start leaves out what would do nothing, but a tick a second: a partition that stands still has no lease. */
  #isLeftOut(batch: PartitionBatch): boolean {
    return this.#setting.isCold && !this.isInRange(batch) && batch.now - this.#takenAt < LEASE.renewLeaseMs
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

  #selected({ records, firstOffset }: PartitionBatch): readonly string[] {
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
