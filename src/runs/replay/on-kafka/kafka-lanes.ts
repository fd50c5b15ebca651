import { KafkaClient } from '../../../adapters/kafka/client.ts'
import { KafkaLog } from '../../../adapters/kafka/kafka-log.ts'
import { OrderHistory } from '../../../adapters/kafka/order-history.ts'
import { SharedProducer } from '../../../adapters/kafka/shared-producer.ts'
import { SnapshotTopic } from '../../../adapters/kafka/snapshot-topic.ts'
import { TopicFeed } from '../../../adapters/kafka/topic-feed.ts'
import type { Checkpoints } from '../../../engine/kernel/ports.ts'
import { PatientProjection } from '../../../engine/pricing/patient-projection.ts'
import { RefillingProjection } from '../../../engine/pricing/refilling-projection.ts'
import { WriteBehindProjection } from '../../../engine/pricing/write-behind-projection.ts'
import { BatchWriters } from '../../threads/batch-writers.ts'
import { BATCH_RECORDS_MAX, HELD_MAX } from '../../threads/kafka-partition.ts'
import type { KafkaTarget } from '../../threads/kafka-target.ts'
import { openRealPrices, type RealPrices } from '../../threads/real-prices.ts'
import type { LanePorts } from '../lane-ports.ts'
import { ReplayLane } from '../replay-lane.ts'
import type { ReplaySetting } from '../replay-setting.ts'
import { AwaitedLog } from './awaited-log.ts'
import { RecordSender } from './record-sender.ts'

const SETTLE_TRIES_MAX = 20

/** A partition with what brings its records into their topics. */
export interface KafkaLane {
  readonly lane: ReplayLane
  readonly sender: RecordSender
}

/** Partitions that are replayed on a cluster, in one thread: they share clients, one feed and the prices. */
export class KafkaLanes {
  readonly #setting: ReplaySetting
  readonly #kafka: KafkaTarget
  readonly #client: KafkaClient
  readonly #writers: BatchWriters
  readonly #producer: SharedProducer
  readonly #prices: RealPrices
  #feed: TopicFeed | undefined

  private constructor(setting: ReplaySetting, kafka: KafkaTarget, prices: RealPrices) {
    this.#setting = setting
    this.#kafka = kafka
    this.#prices = prices
    this.#client = new KafkaClient(kafka.address)
    this.#writers = new BatchWriters(this.#client, kafka)
    this.#producer = new SharedProducer(this.#client)
  }

  static async open(setting: ReplaySetting, kafka: KafkaTarget): Promise<KafkaLanes> {
    return new KafkaLanes(setting, kafka, await openRealPrices(kafka, 'write'))
  }

  /** Takes these partitions over, which are empty. */
  async lanes(partitions: readonly number[]): Promise<ReadonlyMap<number, KafkaLane>> {
    const logs = partitions.map((partition) => ({ partition, log: this.#logOf(partition) }))
    const sources = (await Promise.all(logs.map(({ log }) => log.open()))).flat()
    this.#feed = new TopicFeed(this.#client, { sources, heldMax: HELD_MAX })
    await this.#feed.start()
    return new Map(await Promise.all(logs.map(async ({ partition, log }) => [partition, await this.#open(partition, log)] as const)))
  }

  async close(): Promise<void> {
    await this.#feed?.stop()
    await Promise.all([this.#writers.close(), this.#producer.close(), this.#prices.close()])
  }

  async #open(partition: number, log: KafkaLog): Promise<KafkaLane> {
    const feed = () => this.#feed!
    const sender = new RecordSender(this.#producer, { prefix: this.#kafka.prefix, partition, onFailure: () => feed().arrival.raise() })
    return { sender, lane: await ReplayLane.open(this.#setting, partition, this.#portsOf(log, new AwaitedLog(log, feed, sender))) }
  }

  #portsOf(kafkaLog: KafkaLog, log: AwaitedLog): LanePorts {
    const { cache, store } = this.#prices
    let isPublished = true
    return {
      beganAt: 0,
      log,
      checkpoints: whenPublished((published) => (isPublished = published)),
      projections: (standing) => [new WriteBehindProjection(store), new PatientProjection(new RefillingProjection(cache, standing))],
      async close(checkpoint) {
        isPublished = false
        for (let tries = 0; !isPublished && tries < SETTLE_TRIES_MAX; tries++) await checkpoint()
        await kafkaLog.close()
      },
    }
  }

  #logOf(partition: number): KafkaLog {
    const { prefix } = this.#kafka
    const [client, writer] = [this.#client, this.#writers.of(partition)]
    const setting = { partition, prefix, writer, history: new OrderHistory(client, prefix, partition), snapshots: new SnapshotTopic(client, prefix, partition) }
    return new KafkaLog({ ...setting, batchRecordsMax: BATCH_RECORDS_MAX, isAlone: true }, () => this.#feed!)
  }
}

/** A replay that is ended begins anew, so its state is not kept; only whether all prices are where they belong is of interest. */
const whenPublished = (onSave: (published: boolean) => void): Checkpoints => ({
  save: async (_, published) => onSave((await published) ?? true),
  newest: async () => undefined,
})
