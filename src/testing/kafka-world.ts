import { randomUUID } from 'node:crypto'
import type { Commit, CommittedBatch, EventLog, InputBatch } from '../engine/kernel/ports.ts'
import type { BatchWriter } from '../adapters/kafka/batch-writer.ts'
import { type KafkaClient, KafkaClient as Client, type Producer } from '../adapters/kafka/client.ts'
import { KafkaLog } from '../adapters/kafka/kafka-log.ts'
import { OrderHistory } from '../adapters/kafka/order-history.ts'
import { PlainWriter } from '../adapters/kafka/plain-writer.ts'
import { SharedProducer } from '../adapters/kafka/shared-producer.ts'
import { SnapshotTopic } from '../adapters/kafka/snapshot-topic.ts'
import { ensureTopics, withAdmin } from '../adapters/kafka/topic-admin.ts'
import { TopicFeed } from '../adapters/kafka/topic-feed.ts'
import { planTopics } from '../adapters/kafka/topic-plan.ts'
import { Transactions } from '../adapters/kafka/transactions.ts'

/** The brokers that `npm run test:stack` has started. A suite that needs them must not pass without them. */
export function testBrokers(): readonly string[] {
  const brokers = process.env.PROMO_TEST_BROKERS
  if (!brokers) throw new Error('PROMO_TEST_BROKERS names no broker: run npm run test:stack')
  return brokers.split(',')
}

export interface WorldSetting {
  readonly transactional?: boolean
  readonly wrap?: (writer: BatchWriter) => BatchWriter
  readonly isAlone?: boolean
}

const SENT_TO = 'sales_events'

/** Every message of a partition that is committed by now. */
export async function readTopic(client: KafkaClient, topic: string, partition: number): Promise<readonly string[]> {
  const offsets = await withAdmin(client, (admin) => admin.fetchTopicOffsets(topic))
  const end = Number(offsets.find((each) => each.partition === partition)!.high)
  const feed = new TopicFeed(client, { sources: [{ topic, partition, from: 0, to: end }], heldMax: 1 << 26 })
  await feed.start()
  while (feed.lane(topic, partition).position < end) await feed.arrival.waitSince(feed.arrival.raised, 1000)
  const values: string[] = []
  for (let record = feed.lane(topic, partition).shift(); record; record = feed.lane(topic, partition).shift()) values.push(record.value)
  await feed.stop()
  return values
}

/** Topics of one partition each under a prefix of their own, and a producer. Opened when they are first needed. */
export class KafkaWorld {
  readonly client: KafkaClient = new Client({ brokers: testBrokers() })
  readonly prefix = `test-${randomUUID()}.`
  readonly #setting: WorldSetting
  readonly #logs: PromptLog[] = []
  #unsent: string[] = []
  #made: Promise<Producer> | undefined
  /** Where the producer's topic ends. */
  readonly #producer = new SharedProducer(this.client)
  sentTo = 0

  constructor(setting: WorldSetting = {}) {
    this.#setting = setting
  }

  send(record: string): void {
    this.#unsent.push(record)
  }

  /** A log of this world's partition, as another process would open it. */
  openLog(setting: WorldSetting = this.#setting): PromptLog {
    const log = new PromptLog(this, setting)
    this.#logs.push(log)
    return log
  }

  newWriter(transactional = this.#setting.transactional ?? true): BatchWriter {
    return transactional ? new Transactions(this.client, `${this.prefix}0`).writer(0) : new PlainWriter(this.#producer, 0)
  }

  /** Makes the topics, and delivers what was sent by then. */
  async deliver(): Promise<void> {
    this.#made ??= this.#make()
    const producer = await this.#made
    const messages = this.#unsent.map((value) => ({ partition: 0, value }))
    this.#unsent = []
    if (messages.length === 0) return
    await producer.send({ topic: this.prefix + SENT_TO, messages })
    this.sentTo += messages.length
  }

  /** Whoever had the partition loses it. A commit is answered before it is visible everywhere; this waits for that. */
  async takeOver(): Promise<void> {
    const writer = this.newWriter(true)
    await writer.open()
    await writer.close()
  }

  /** Every message that a reader of committed records finds in a topic. Whoever had the partition loses it by that. */
  async read(topic: string): Promise<readonly string[]> {
    await this.takeOver()
    return readTopic(this.client, this.prefix + topic, 0)
  }

  async close(): Promise<void> {
    for (const log of this.#logs) await log.close()
    await this.#producer.close()
    await (await this.#made)?.disconnect()
  }

  async #make(): Promise<Producer> {
    await ensureTopics(this.client, planTopics(this.prefix, { partitions: 1, replication: 1 }), { mayCreate: true })
    const producer = this.client.producer()
    await producer.connect()
    return producer
  }
}

/** A log that waits in `take` until everything that was sent before has arrived, and opens itself. */
export class PromptLog implements EventLog {
  readonly #world: KafkaWorld
  readonly #log: KafkaLog
  /** Of the same partition; they know what is there when the log is open. */
  readonly snapshots: SnapshotTopic
  readonly history: OrderHistory
  #feed: TopicFeed | undefined
  #opened: Promise<void> | undefined

  constructor(world: KafkaWorld, { transactional = true, wrap = (writer) => writer, isAlone }: WorldSetting) {
    const { client, prefix } = world
    const writer = world.newWriter(transactional)
    this.history = new OrderHistory(client, prefix, 0)
    this.#world = world
    this.snapshots = new SnapshotTopic(client, prefix, 0)
    this.#log = new KafkaLog({ partition: 0, prefix, writer: wrap(writer), history: this.history, snapshots: this.snapshots, batchRecordsMax: 1000, isAlone }, () => this.#feed!)
  }

  async take(): Promise<InputBatch> {
    await this.opened()
    while (this.#feed!.lane(this.#world.prefix + SENT_TO, 0).position < this.#world.sentTo) await this.#feed!.arrival.waitSince(this.#feed!.arrival.raised, 1000)
    return this.#log.take()
  }

  async commit(commit: Commit): Promise<number> {
    await this.opened()
    return this.#log.commit(commit)
  }

  async *committed(offset: number): AsyncIterable<CommittedBatch> {
    await this.opened()
    yield* this.#log.committed(offset)
  }

  async opened(): Promise<void> {
    await this.#world.deliver()
    await (this.#opened ??= this.#open())
  }

  async close(): Promise<void> {
    await this.#opened
    await this.#feed?.stop()
    await this.#log.close()
  }

  async #open(): Promise<void> {
    const { client } = this.#world
    const sources = await this.#log.open()
    this.#feed = new TopicFeed(client, { sources, heldMax: 1 << 20 })
    await this.#feed.start()
  }
}
