import type { KafkaClient } from './client.ts'
import { Fetcher } from './fetcher.ts'
import type { HeaderPair, RecordView } from './record-batches.ts'
import { Signal } from './signal.ts'

/** A message with everything that its topic keeps of it. */
export interface TopicMessage {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  /** Epoch ms. */
  readonly timestamp: number
  readonly key: string | null
  readonly headers: readonly HeaderPair[]
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
  isFull = false

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
  readonly #topic: string
  readonly #fetcher: Fetcher
  readonly #trays: ReadonlyMap<number, Tray>
  readonly #arrival = new Signal()
  #failure: Error | undefined

  constructor(client: KafkaClient, topic: string, ranges: readonly ReadRange[]) {
    this.#topic = topic
    this.#trays = new Map(ranges.map((range) => [range.partition, new Tray(range)]))
    this.#fetcher = new Fetcher(client, {
      topics: [topic],
      wanted: () => [...this.#trays.values()].filter(({ isFull, isDone }) => !isFull && !isDone).map(({ range: { partition }, position }) => ({ topic, partition, from: position })),
      onRecord: (_topic, partition, record) => this.#accept(partition, record),
      onReached: (_topic, partition, next) => this.#reach(partition, next),
      onFailure: (error) => {
        this.#failure = error
        this.#arrival.raise()
      },
      bytesMax: FETCH_BYTES_MAX,
    })
  }

  start(): Promise<void> {
    return this.#fetcher.start()
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
    if (!tray.isFull || tray.heldBytes > HELD_MAX / 2) return
    tray.isFull = false
    this.#fetcher.wake()
  }

  stop(): Promise<void> {
    return this.#fetcher.stop()
  }

  #accept(partition: number, { offset, timestamp, key, value, headers }: RecordView): void {
    // A copy: each value would keep all that was fetched with it.
    this.#trays.get(partition)!.push({ topic: this.#topic, partition, offset, timestamp, key: key === null ? null : key.toString(), headers, value: value && Buffer.from(value) })
  }

  #reach(partition: number, next: number): void {
    const tray = this.#trays.get(partition)!
    tray.position = Math.max(tray.position, next)
    tray.isFull = tray.heldBytes > HELD_MAX
    this.#arrival.raise()
  }
}
