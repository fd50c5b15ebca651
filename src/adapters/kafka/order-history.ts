import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { CommittedBatch } from '../../engine/kernel/ports.ts'
import type { KafkaClient } from './client.ts'
import { toInputLine } from '../input-line.ts'
import { ORDER_TOPIC } from '../output-topics.ts'
import { type OrderEntry, parseOrderEntry } from './order-entry.ts'
import { type FeedSource, TopicFeed } from './topic-feed.ts'
import { withAdmin } from './topic-admin.ts'

const HELD_MAX = 1 << 20
const WAIT_MS = 1000
const VISIBLE_AFTER_MS = 5

/** What one partition has committed, read back from its topics. */
export class OrderHistory {
  readonly #client: KafkaClient
  readonly #prefix: string
  readonly #partition: number

  constructor(client: KafkaClient, prefix: string, partition: number) {
    this.#client = client
    this.#prefix = prefix
    this.#partition = partition
  }

  /** Order records from a Kafka offset of their topic on, up to its end. */
  async entries(from = 0): Promise<readonly OrderEntry[]> {
    const { low, end } = await this.#bounds()
    if (end <= Math.max(from, low)) return []
    const feed = this.#open([{ topic: ORDER_TOPIC, from }])
    try {
      await feed.start()
      return (await this.#readTo(feed, ORDER_TOPIC, end)).map(parseOrderEntry)
    } finally {
      await feed.stop()
    }
  }

  /** All order records of batches before `nextOffset`. A commit is answered a little before it can be read. */
  async entriesUpTo(nextOffset: number): Promise<readonly OrderEntry[]> {
    for (;;) {
      const entries = await this.entries()
      if ((entries.at(-1)?.nextOffset ?? 0) >= nextOffset) return entries
      await setTimeout(VISIBLE_AFTER_MS)
    }
  }

  /** Where the topic of order records ends. */
  async end(): Promise<number> {
    return (await this.#bounds()).end
  }

  /** These batches with their inputs, read by the ranges that they recorded. */
  async *batches(entries: readonly OrderEntry[]): AsyncGenerator<CommittedBatch> {
    const starts = new Map<string, number>()
    for (const [topic, from] of entries.flatMap(({ ranges }) => ranges)) if (!starts.has(topic)) starts.set(topic, from)
    const feed = this.#open([...starts].map(([topic, from]) => ({ topic, from })))
    try {
      if (starts.size > 0) await feed.start()
      for (const entry of entries) yield await this.#batch(feed, entry)
    } finally {
      await feed.stop()
    }
  }

  async #batch(feed: TopicFeed, { ranges, inputs, batch, now, offset, nextOffset }: OrderEntry): Promise<CommittedBatch> {
    const records: string[] = []
    for (const [topic, , to] of ranges) records.push(...(await this.#readTo(feed, topic, to)).map(toInputLine))
    if (records.length !== inputs) throw new Error(`batch ${batch} of partition ${this.#partition} took ${inputs} records; ${records.length} of them are still in their topics`)
    return { firstOffset: offset, records, batch, now, nextOffset }
  }

  /** What is left of a topic below `to`. */
  async #readTo(feed: TopicFeed, topic: string, to: number): Promise<string[]> {
    const values: string[] = []
    for (;;) {
      const { raised } = feed.arrival
      const lane = feed.lane(this.#prefix + topic, this.#partition)
      for (let record = lane.shift(to); record; record = lane.shift(to)) values.push(record.value)
      if (!lane.isEmpty || lane.position >= to) return values
      await feed.arrival.waitSince(raised, WAIT_MS)
    }
  }

  #open(sources: readonly { readonly topic: string; readonly from: number }[]): TopicFeed {
    const all: FeedSource[] = sources.map(({ topic, from }) => ({ topic: this.#prefix + topic, partition: this.#partition, from }))
    return new TopicFeed(this.#client, { groupId: `${this.#prefix}read-${randomUUID()}`, sources: all, heldMax: HELD_MAX })
  }

  async #bounds(): Promise<{ readonly low: number; readonly end: number }> {
    return withAdmin(this.#client, async (admin) => {
      const found = (await admin.fetchTopicOffsets(this.#prefix + ORDER_TOPIC)).find(({ partition }) => partition === this.#partition)!
      return { low: Number(found.low), end: Number(found.high) }
    })
  }
}
