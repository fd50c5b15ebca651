import { setTimeout } from 'node:timers/promises'
import type { PartitionRunner } from '../../engine/kernel/runner.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'
import { WriteBehindProjection } from '../../engine/pricing/write-behind-projection.ts'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import type { BatchWriter } from '../../adapters/kafka/batch-writer.ts'
import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { HomeKeysOnly } from '../../adapters/kafka/foreign-keys.ts'
import { KafkaLog } from '../../adapters/kafka/kafka-log.ts'
import type { Positions } from '../../adapters/kafka/order-entry.ts'
import { OrderHistory } from '../../adapters/kafka/order-history.ts'
import type { Signal } from '../../adapters/kafka/signal.ts'
import { SnapshotTopic } from '../../adapters/kafka/snapshot-topic.ts'
import { TopicFeed } from '../../adapters/kafka/topic-feed.ts'
import type { Intake } from './intake.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { PipelineThread } from './pipeline-thread.ts'
import type { RealPrices } from './real-prices.ts'
import { TopicIntake } from './topic-intake.ts'

const IDLE_MS = 20
/** What a step decides in one go. */
export const BATCH_RECORDS_MAX = 4000
/** Of each topic and partition, fetched ahead. */
export const HELD_MAX = 1 << 20
/** An idle partition commits a tick every second. */
const NAMED_WITHIN_MS = 1500

/** Where partitions run: what they share. */
export interface KafkaPlace {
  readonly client: KafkaClient
  readonly kafka: KafkaTarget
  readonly writerOf: (partition: number) => BatchWriter
  readonly thread: PipelineThread
  readonly prices: RealPrices
  /** Where somebody in this process hands the records over; else their topics tell what waits. */
  readonly intakeOf?: (partition: number) => Intake
}

interface Parts {
  readonly partition: number
  readonly log: KafkaLog
  readonly snapshots: SnapshotTopic
  readonly intake: Intake
}

/** A partition at work on Kafka, in a thread of a run or in a worker of its own. */
export class KafkaPartition {
  readonly partition: number
  readonly #log: KafkaLog
  readonly #snapshots: SnapshotTopic
  readonly #feed: SharedFeed
  readonly #runner: PartitionRunner<PublishedPrice>

  private constructor({ partition, log, snapshots }: Parts, feed: SharedFeed, runner: PartitionRunner<PublishedPrice>) {
    this.partition = partition
    this.#log = log
    this.#snapshots = snapshots
    this.#feed = feed
    this.#runner = runner
  }

  /** Takes these partitions over, from whoever had them, and brings them to where their logs end. They share one feed. */
  static async openAll(place: KafkaPlace, partitions: readonly number[]): Promise<readonly KafkaPartition[]> {
    const { client, thread, prices } = place
    const all = partitions.map((partition) => partsOf(place, partition, () => feed.topics))
    const sources = await Promise.all(all.map(({ log }) => log.open()))
    const feed = new SharedFeed(new TopicFeed(client, { sources: sources.flat(), heldMax: HELD_MAX }), partitions.length)
    await feed.topics.start()
    return Promise.all(
      all.map(async (parts) => {
        const { partition, log, snapshots, intake } = parts
        const runner = await thread.openRunner(partition, { log: new HomeKeysOnly(log), checkpoints: snapshots, cache: prices.cache, store: prices.store, storing: (store) => new WriteBehindProjection(store), intake })
        return new KafkaPartition(parts, feed, runner)
      }),
    )
  }

  /** Records that wait in its topics begin here, in the order of the input topics. */
  get positions(): Positions {
    return this.#log.positions
  }

  /** Raised when something has come for any of those that it was opened with. */
  get arrival(): Signal {
    return this.#feed.topics.arrival
  }

  /** At most one batch; resolves to how many records it had, or to -1 where there was nothing to do. */
  poll(): Promise<number> {
    return this.#runner.poll()
  }

  /** Leaves its state where the next owner finds it: a snapshot counts from the order record that names it. */
  async save(): Promise<void> {
    await this.#runner.checkpoint()
    await this.#snapshots.close()
    for (const giveUpAt = monotonicMs() + NAMED_WITHIN_MS; (await this.#runner.poll()) < 0 && monotonicMs() < giveUpAt; ) await setTimeout(IDLE_MS)
  }

  async close(): Promise<void> {
    await this.#runner.settle()
    await this.#feed.leave(this.partition)
    await this.#log.close()
  }
}

/** A feed ends with the last partition that reads from it. */
class SharedFeed {
  readonly topics: TopicFeed
  #readers: number

  constructor(topics: TopicFeed, readers: number) {
    this.topics = topics
    this.#readers = readers
  }

  async leave(partition: number): Promise<void> {
    this.topics.drop(partition)
    if (--this.#readers === 0) await this.topics.stop()
  }
}

function partsOf({ client, kafka, writerOf, intakeOf }: KafkaPlace, partition: number, feed: () => TopicFeed): Parts {
  const { prefix } = kafka
  const snapshots = new SnapshotTopic(client, prefix, partition)
  const topics = new TopicIntake(() => log.waiting)
  const intake = intakeOf?.(partition) ?? topics
  const setting = { partition, prefix, writer: writerOf(partition), snapshots, history: new OrderHistory(client, prefix, partition), batchRecordsMax: BATCH_RECORDS_MAX, isAlone: intakeOf !== undefined }
  const log = new KafkaLog({ ...setting, ...(intake === topics && { onTaken: topics.took }) }, feed)
  return { partition, log, snapshots, intake }
}
