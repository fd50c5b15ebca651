import { setTimeout } from 'node:timers/promises'
import type { CommittedBatch } from '../../engine/kernel/ports.ts'
import type { KafkaClient } from './client.ts'
import { toInputLine } from '../input-line.ts'
import { ORDER_TOPIC } from '../output-topics.ts'
import { type OrderEntry, parseOrderEntry } from './order-entry.ts'
import { type Bounds, boundsOf } from './records.ts'
import { type FeedSource, TopicFeed } from './topic-feed.ts'
import { TopicShelf } from './topic-shelf.ts'

const HELD_MAX = 1 << 20
const VISIBLE_AFTER_MS = 5
/** Between two order records lie the control records of their transactions, and whatever was aborted. */
const LOOK_BACK_RECORDS = 64

/** What one partition has committed, read back from its topics. */
export class OrderHistory {
  readonly #client: KafkaClient
  readonly #prefix: string
  readonly #topic: string
  readonly #partition: number

  constructor(client: KafkaClient, prefix: string, partition: number) {
    this.#client = client
    this.#prefix = prefix
    this.#topic = prefix + ORDER_TOPIC
    this.#partition = partition
  }

  /** The newest order record, and where its topic ends. */
  async newest(): Promise<{ readonly entry: OrderEntry | undefined; readonly end: number }> {
    const { low, end } = await this.#bounds()
    for (let back = LOOK_BACK_RECORDS; ; back *= 2) {
      const from = Math.max(low, end - back)
      const entry = (await this.#read(from, end)).at(-1)
      if (entry || from === low) return { entry, end }
    }
  }

  /** Order records from a Kafka offset of their topic on, up to its end. */
  async entries(from = 0): Promise<readonly OrderEntry[]> {
    const { low, end } = await this.#bounds()
    return this.#read(Math.max(from, low), end)
  }

  /**
   * Order records of the batches from `offset` up to `nextOffset`, one behind the other; none of them stands before
   * `orderOffset` in its topic. A commit is answered a little before it can be read.
   */
  async entriesBetween(offset: number, nextOffset: number, orderOffset: number): Promise<readonly OrderEntry[]> {
    while (offset < nextOffset) {
      const entries = chained(await this.entries(orderOffset), offset)
      if (entries.length > 0 && entries.at(-1)!.nextOffset >= nextOffset) return entries
      await setTimeout(VISIBLE_AFTER_MS)
    }
    return []
  }

  /** These batches with their inputs, read by the ranges that they recorded. */
  async *batches(entries: readonly OrderEntry[]): AsyncGenerator<CommittedBatch> {
    const byTopic = Map.groupBy(entries.flatMap(({ ranges }) => ranges), ([topic]) => topic)
    const feed = this.#open([...byTopic].map(([topic, ranges]) => ({ topic, from: ranges[0][1], to: ranges.at(-1)![2] })))
    try {
      if (byTopic.size > 0) await feed.start()
      for (const entry of entries) yield await this.#batch(feed, entry)
    } finally {
      await feed.stop()
    }
  }

  async #bounds(): Promise<Bounds> {
    return (await boundsOf(this.#client, [this.#topic], this.#partition)).get(this.#topic)!
  }

  async #read(from: number, end: number): Promise<readonly OrderEntry[]> {
    if (end <= from) return []
    const feed = this.#open([{ topic: ORDER_TOPIC, from, to: end }])
    try {
      await feed.start()
      return (await this.#readTo(feed, ORDER_TOPIC, end)).map(parseOrderEntry)
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
  #readTo(feed: TopicFeed, topic: string, to: number): Promise<readonly string[]> {
    return new TopicShelf(feed, this.#prefix + topic, this.#partition, to).take({})
  }

  #open(sources: readonly Omit<FeedSource, 'partition'>[]): TopicFeed {
    const all: FeedSource[] = sources.map(({ topic, from, to }) => ({ topic: this.#prefix + topic, partition: this.#partition, from, to }))
    return new TopicFeed(this.#client, { sources: all, heldMax: HELD_MAX })
  }
}

/** Those that follow one another from `offset` on. At least once means that a batch can have two order records: the first one counts. */
function chained(entries: readonly OrderEntry[], offset: number): readonly OrderEntry[] {
  const chain: OrderEntry[] = []
  for (const entry of entries) {
    const next = chain.at(-1)?.nextOffset ?? offset
    if (entry.offset > next) throw new Error(`the order record of the batch at ${next} is not in its topic any more; the next one is at ${entry.offset}`)
    if (entry.offset === next) chain.push(entry)
  }
  return chain
}
