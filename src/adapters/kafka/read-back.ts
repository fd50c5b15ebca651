import { crc32 } from 'node:zlib'
import { toInputLine } from '../input-line.ts'
import { ORDER_TOPIC, OUTPUT_TOPICS } from '../output-topics.ts'
import type { KafkaClient } from './client.ts'
import { type OrderEntry, parseOrderEntry } from './order-entry.ts'
import { boundsOf } from './records.ts'
import { TopicFeed } from './topic-feed.ts'
import { TopicShelf } from './topic-shelf.ts'
import { INPUT_TOPICS } from './topics.ts'

/** Gets every committed batch as it stands in a run folder: inputs, outputs, order record; then the inputs in flight. */
export interface Recording {
  append(bytes: Uint8Array, offset: number): void
  batchEnded(): void
}

export interface ReadBackSetting {
  readonly prefix: string
  readonly partition: number
  readonly recording: Recording
}

const HELD_MAX = 1 << 20
const IN_FLIGHT_AT_ONCE = 1000

/**
 * A partition as its topics have it: what is committed and can be seen. Stops behind a batch that is not whole and tells
 * why; the checks will find the same in the folder.
 */
export async function readBack(client: KafkaClient, { prefix, partition, recording }: ReadBackSetting): Promise<string | undefined> {
  // Order records first: what they speak of is there by the time that the others are asked for, also where a run goes on.
  const bounds = await boundsOf(client, [ORDER_TOPIC, ...INPUT_TOPICS, ...OUTPUT_TOPICS].map((name) => prefix + name), partition)
  const sources = [...bounds].map(([topic, { low, end }]) => ({ topic, partition, from: low, to: end }))
  const feed = new TopicFeed(client, { sources, heldMax: HELD_MAX })
  try {
    await feed.start()
    const shelves = [...bounds].map(([topic, { end }]) => [topic.slice(prefix.length), new TopicShelf(feed, topic, partition, end)] as const)
    return await new PartitionReadBack(new Map(shelves), recording).run()
  } finally {
    await feed.stop()
  }
}

class PartitionReadBack {
  readonly #shelves: ReadonlyMap<string, TopicShelf>
  readonly #recording: Recording
  #nextOffset = 0

  constructor(shelves: ReadonlyMap<string, TopicShelf>, recording: Recording) {
    this.#shelves = shelves
    this.#recording = recording
  }

  /** Resolves to what is wrong, if anything. */
  async run(): Promise<string | undefined> {
    for (;;) {
      const [order] = await this.#shelf(ORDER_TOPIC).take({ count: 1 })
      if (order === undefined) break
      const damage = await this.#batch(order, parseOrderEntry(order))
      if (damage !== undefined) return damage
    }
    for (const topic of INPUT_TOPICS) await this.#inFlight(this.#shelf(topic))
    return undefined
  }

  /** At least once means that a batch can have two order records: the first one counts. */
  async #batch(order: string, entry: OrderEntry): Promise<string | undefined> {
    if (entry.offset < this.#nextOffset) return undefined
    if (entry.offset > this.#nextOffset) return `the batch at ${this.#nextOffset} has no order record; the next one is that of batch ${entry.batch}`
    const text = (await this.#linesOf(entry)).map((line) => `${line}\n`).join('')
    this.#recording.append(Buffer.from(`${text}${order}\n`), entry.offset)
    this.#recording.batchEnded()
    this.#nextOffset = entry.nextOffset
    const crc = crc32(order.slice(0, order.lastIndexOf(',"crc":')), crc32(text))
    return crc === entry.crc ? undefined : `batch ${entry.batch}: what stands in its topics has crc ${crc}, its order record says ${entry.crc}`
  }

  async #linesOf({ ranges, outputs }: OrderEntry): Promise<readonly string[]> {
    const lines: string[] = []
    for (const [topic, from, to] of ranges) for (const value of await this.#shelf(topic).take({ from, to })) lines.push(toInputLine(value))
    for (const [topic, count, from] of outputs) for (const value of await this.#shelf(topic).take({ from, count })) lines.push(value)
    return lines
  }

  /** Accepted, and in no batch. */
  async #inFlight(shelf: TopicShelf): Promise<void> {
    for (;;) {
      const values = await shelf.take({ count: IN_FLIGHT_AT_ONCE })
      if (values.length === 0) return
      this.#recording.append(Buffer.from(values.map((value) => `${toInputLine(value)}\n`).join('')), this.#nextOffset)
      this.#nextOffset += values.length
    }
  }

  #shelf(topic: string): TopicShelf {
    return this.#shelves.get(topic)!
  }
}
