import type { KafkaClient } from './client.ts'
import { Fetcher, type Wanted } from './fetcher.ts'
import { Lane } from './lane.ts'
import type { RecordView } from './record-batches.ts'
import { Signal } from './signal.ts'

export interface FeedSource {
  readonly topic: string
  readonly partition: number
  /** The first offset that is wanted. */
  readonly from: number
  /** Nothing is fetched from here on. */
  readonly to?: number
}

export interface FeedSetting {
  readonly sources: readonly FeedSource[]
  /** A lane that holds more is not fetched for until half of it is taken. */
  readonly heldMax: number
}

/**
 * Records of chosen partitions from chosen offsets on, fetched ahead within a bound. Where to read from is the order
 * records' business, so nothing is ever committed to a group.
 */
export class TopicFeed {
  readonly arrival = new Signal()
  readonly #fetcher: Fetcher
  readonly #lanes = new Map<string, Lane>()
  readonly #full = new Set<Lane>()
  readonly #heldMax: number
  #failure: Error | undefined

  constructor(client: KafkaClient, { sources, heldMax }: FeedSetting) {
    this.#heldMax = heldMax
    for (const { topic, partition, from, to } of sources) this.#lanes.set(keyOf(topic, partition), new Lane(topic, partition, from, to))
    this.#fetcher = new Fetcher(client, {
      topics: sources.map(({ topic }) => topic),
      wanted: () => this.#wanted(),
      mayWait: () => this.#full.size === 0,
      onRecord: (topic, partition, record) => this.#accept(topic, partition, record),
      onReached: (topic, partition, next, end) => this.#reach(topic, partition, next, end),
      onFailure: (error) => this.#fail(error),
      bytesMax: heldMax,
    })
  }

  /** Resolves when the first fetch is under way. */
  start(): Promise<void> {
    return this.#fetcher.start()
  }

  lane(topic: string, partition: number): Lane {
    if (this.#failure) throw this.#failure
    const lane = this.#lanes.get(keyOf(topic, partition))!
    if (this.#full.has(lane) && lane.held <= this.#heldMax / 2) this.#makeRoom(lane)
    return lane
  }

  /** Nobody takes from this partition any more. */
  drop(dropped: number): void {
    for (const [key, lane] of this.#lanes) {
      if (lane.partition !== dropped) continue
      this.#lanes.delete(key)
      this.#full.delete(lane)
    }
  }

  stop(): Promise<void> {
    return this.#fetcher.stop()
  }

  #wanted(): readonly Wanted[] {
    const wanted: Wanted[] = []
    for (const lane of this.#lanes.values()) if (!lane.isDone && !this.#full.has(lane)) wanted.push({ topic: lane.topic, partition: lane.partition, from: lane.position })
    return wanted
  }

  #accept(topic: string, partition: number, record: RecordView): void {
    this.#lanes.get(keyOf(topic, partition))?.push({ offset: record.offset, value: record.text, sentAt: record.timestamp })
  }

  #reach(topic: string, partition: number, next: number, end: number): void {
    const lane = this.#lanes.get(keyOf(topic, partition))
    if (!lane) return
    lane.reach(next, end)
    if (lane.held > this.#heldMax) this.#full.add(lane)
    this.arrival.raise()
  }

  #makeRoom(lane: Lane): void {
    this.#full.delete(lane)
    this.#fetcher.wake()
  }

  #fail(error: Error): void {
    this.#failure = error
    this.arrival.raise()
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`
