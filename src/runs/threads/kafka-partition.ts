import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { PartitionRunner } from '../../engine/kernel/runner.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'
import { WriteBehindProjection } from '../../engine/pricing/write-behind-projection.ts'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { HomeKeysOnly } from '../../adapters/kafka/foreign-keys.ts'
import { KafkaLog } from '../../adapters/kafka/kafka-log.ts'
import type { Positions } from '../../adapters/kafka/order-entry.ts'
import { OrderHistory } from '../../adapters/kafka/order-history.ts'
import { SnapshotTopic } from '../../adapters/kafka/snapshot-topic.ts'
import { TopicFeed } from '../../adapters/kafka/topic-feed.ts'
import type { BatchWriters } from './batch-writers.ts'
import type { Intake } from './intake.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { PipelineThread } from './pipeline-thread.ts'
import type { RealPrices } from './real-prices.ts'
import { TopicIntake } from './topic-intake.ts'

const IDLE_MS = 20
/** From a producer's buffer through the broker into a lane. */
const WAY_HERE_MS = 20
/** The rest of the commit interval is for collections of garbage, snapshots, and others who have the cores. */
const FORESEEN = 0.7
/** What a step decides in one go, and one transaction holds. */
const BATCH_RECORDS_MAX = 4000
/** Of each topic and partition, fetched ahead. */
const HELD_MAX = 1 << 20
/** An idle partition commits a tick every second. */
const NAMED_WITHIN_MS = 1500

/** Where partitions run: what they share. */
export interface KafkaPlace {
  readonly client: KafkaClient
  readonly kafka: KafkaTarget
  readonly writers: BatchWriters
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
  readonly #commitIntervalMs: number

  private constructor({ partition, log, snapshots }: Parts, feed: SharedFeed, runner: PartitionRunner<PublishedPrice>, commitIntervalMs: number) {
    this.partition = partition
    this.#log = log
    this.#snapshots = snapshots
    this.#feed = feed
    this.#runner = runner
    this.#commitIntervalMs = commitIntervalMs
  }

  /** Takes these partitions over, from whoever had them, and brings them to where their logs end. They share one feed. */
  static async openAll(place: KafkaPlace, partitions: readonly number[]): Promise<readonly KafkaPartition[]> {
    const { client, kafka, thread, prices } = place
    const all = partitions.map((partition) => partsOf(place, partition, () => feed.topics))
    const sources = await Promise.all(all.map(({ log }) => log.open()))
    // A group of its own: in that of another feed it would wait until that one has heard of it.
    const topics = new TopicFeed(client, { groupId: `${kafka.prefix}pipeline-${randomUUID()}`, sources: sources.flat(), heldMax: HELD_MAX })
    const feed = new SharedFeed(topics, partitions.length)
    await feed.topics.start()
    return Promise.all(
      all.map(async (parts) => {
        const { partition, log, snapshots, intake } = parts
        const runner = await thread.openRunner(partition, { log: new HomeKeysOnly(log), checkpoints: snapshots, cache: prices.cache, store: prices.store, storing: (store) => new WriteBehindProjection(store), intake })
        return new KafkaPartition(parts, feed, runner, kafka.commitIntervalMs)
      }),
    )
  }

  /** Records that wait in its topics begin here, in the order of the input topics. */
  get positions(): Positions {
    return this.#log.positions
  }

  /** Until it is over; `isOver` is told for how long there was nothing to do. */
  async run(isOver: (idleMs: number) => boolean): Promise<void> {
    const { arrival } = this.#feed.topics
    for (let idleMs = 0; !isOver(idleMs); ) {
      const began = monotonicMs()
      const { raised } = arrival
      const inputs = await this.#runner.poll()
      if (inputs > 0) await this.#gather(inputs, monotonicMs() - began)
      else await arrival.waitSince(raised, IDLE_MS)
      idleMs = inputs > 0 ? 0 : idleMs + monotonicMs() - began
    }
  }

  /**
   * Lets records gather for the next batch, because a commit costs the same whatever its size. A record that comes just
   * too late for a batch waits for this one to end and for the next one, on top of its way here: all together is to take
   * no longer than the interval, and a part of that is left for what nobody foresees.
   */
  async #gather(inputs: number, tookMs: number): Promise<void> {
    if (inputs < BATCH_RECORDS_MAX) await setTimeout(Math.max(0, this.#commitIntervalMs * FORESEEN - WAY_HERE_MS - 2 * tookMs))
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

function partsOf({ client, kafka, writers, intakeOf }: KafkaPlace, partition: number, feed: () => TopicFeed): Parts {
  const { prefix } = kafka
  const writer = writers.of(partition)
  const snapshots = new SnapshotTopic(client, prefix, partition)
  const topics = new TopicIntake(() => log.waiting)
  const intake = intakeOf?.(partition) ?? topics
  const setting = { partition, prefix, writer, snapshots, history: new OrderHistory(client, prefix, partition), batchRecordsMax: BATCH_RECORDS_MAX, isAlone: intakeOf !== undefined }
  const log = new KafkaLog({ ...setting, ...(intake === topics && { onTaken: topics.took }) }, feed)
  return { partition, log, snapshots, intake }
}
