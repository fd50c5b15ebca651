import { randomUUID } from 'node:crypto'
import { coPartitionAssigner } from './assigner.ts'
import type { Consumer, IHeaders, KafkaClient } from './client.ts'
import { onceReady } from './once-ready.ts'
import { Signal } from './signal.ts'

/** A message with everything that its topic keeps of it. */
export interface TopicMessage {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Epoch ms. */
  readonly timestamp: number
  readonly key: string | null
  readonly headers: readonly (readonly [name: string, value: string])[]
  readonly value: Buffer | null
}

export interface ReadRange {
  readonly partition: number
  readonly from: number
  /** Not included. */
  readonly to: number
}

const HELD_MAX = 1 << 22
const FETCH_BYTES_MAX = 1 << 21
const WAIT_MS = 250
/** Messages that are there come within this time, or not at all. */
const SILENT_MS_MAX = 60_000

/** One partition's part of a reader: what was fetched and not taken. */
class Tray {
  readonly range: ReadRange
  readonly messages: TopicMessage[] = []
  position: number
  heldBytes = 0
  isPaused = false

  constructor(range: ReadRange) {
    this.range = range
    this.position = range.from
  }

  get isDone(): boolean {
    return this.position >= this.range.to
  }

  push(message: TopicMessage): void {
    if (message.offset < this.position || message.offset >= this.range.to) return
    this.messages.push(message)
    this.heldBytes += sizeOf(message)
    this.position = message.offset + 1
  }
}

const sizeOf = ({ value }: TopicMessage): number => (value?.length ?? 0) + 64

/** Messages of one topic, by partition and in order, fetched ahead within a bound. Nothing is committed to any group. */
export class TopicReader {
  readonly #consumer: Consumer
  readonly #topic: string
  readonly #trays: ReadonlyMap<number, Tray>
  readonly #arrival = new Signal()
  #failure: Error | undefined

  constructor(client: KafkaClient, topic: string, ranges: readonly ReadRange[]) {
    this.#topic = topic
    this.#trays = new Map(ranges.map((range) => [range.partition, new Tray(range)]))
    this.#consumer = client.consumer({ groupId: `promo-record-${randomUUID()}`, assigner: coPartitionAssigner(null), bytesMax: FETCH_BYTES_MAX })
  }

  async start(): Promise<void> {
    const { GROUP_JOIN, END_BATCH_PROCESS, CRASH } = this.#consumer.events
    this.#consumer.on(GROUP_JOIN, () => this.#seek())
    // Also told of batches in which no message is for readers: only so is it known that the end was reached.
    this.#consumer.on(END_BATCH_PROCESS, ({ payload: { partition, lastOffset } }) => {
      const tray = this.#trays.get(partition)
      if (tray) tray.position = Math.max(tray.position, Number(lastOffset) + 1)
      this.#arrival.raise()
    })
    this.#consumer.on(CRASH, ({ payload: { error, restart } }) => {
      if (restart) return
      this.#failure = error
      this.#arrival.raise()
    })
    await this.#consumer.connect()
    await onceReady(() => this.#consumer.subscribe({ topics: [this.#topic], fromBeginning: true }))
    await this.#consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 1, eachBatch: async ({ batch }) => this.#accept(batch.partition, batch.messages) })
  }

  /** The next message of a partition, which stays where it is; undefined behind the last one. */
  async peek(partition: number): Promise<TopicMessage | undefined> {
    const tray = this.#trays.get(partition)!
    for (const giveUpAt = performance.now() + SILENT_MS_MAX; ; ) {
      const { raised } = this.#arrival
      if (this.#failure) throw this.#failure
      if (tray.messages.length > 0 || tray.isDone) return tray.messages[0]
      if (performance.now() > giveUpAt) throw new Error(`nothing came from ${this.#topic}, partition ${partition}, for ${SILENT_MS_MAX / 1000} s`)
      await this.#arrival.waitSince(raised, WAIT_MS)
    }
  }

  /** Takes the message that `peek` showed. */
  take(partition: number): void {
    const tray = this.#trays.get(partition)!
    tray.heldBytes -= sizeOf(tray.messages.shift()!)
    if (tray.isPaused && tray.heldBytes <= HELD_MAX / 2) this.#resume(tray)
  }

  async stop(): Promise<void> {
    await this.#consumer.disconnect()
  }

  #accept(partition: number, messages: readonly { readonly offset: string; readonly timestamp: string; readonly key: Buffer | null; readonly value: Buffer | null; readonly headers?: IHeaders }[]): void {
    const tray = this.#trays.get(partition)
    if (!tray) return
    for (const { offset, timestamp, key, value, headers } of messages) {
      tray.push({ topic: this.#topic, partition, offset: Number(offset), timestamp: Number(timestamp), key: key === null ? null : key.toString(), headers: headerPairs(headers), value })
    }
    if (tray.heldBytes > HELD_MAX || tray.isDone) this.#pause(tray)
  }

  #seek(): void {
    for (const tray of this.#trays.values()) {
      if (tray.isPaused) this.#resume(tray)
      this.#consumer.seek({ topic: this.#topic, partition: tray.range.partition, offset: String(tray.position) })
    }
  }

  #pause(tray: Tray): void {
    tray.isPaused = true
    this.#consumer.pause([{ topic: this.#topic, partitions: [tray.range.partition] }])
  }

  #resume(tray: Tray): void {
    tray.isPaused = false
    this.#consumer.resume([{ topic: this.#topic, partitions: [tray.range.partition] }])
  }
}

/** A name may be there more than once. */
function headerPairs(headers: IHeaders = {}): TopicMessage['headers'] {
  return Object.entries(headers).flatMap(([name, value]) => [value ?? ''].flat().map((each) => [name, each.toString()] as const))
}
