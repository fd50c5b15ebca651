import { setTimeout } from 'node:timers/promises'
import { coPartitionAssigner } from './assigner.ts'
import { type Consumer, isHopeless, type KafkaClient } from './client.ts'
import { Lane } from './lane.ts'
import { onceReady } from './once-ready.ts'
import { Signal } from './signal.ts'

export interface FeedSource {
  readonly topic: string
  readonly partition: number
  /** The first offset that is wanted. */
  readonly from: number
}

export interface FeedSetting {
  readonly groupId: string
  readonly sources: readonly FeedSource[]
  /** A lane that holds more is not fetched for until half of it is taken. */
  readonly heldMax: number
}

const REOPEN_AFTER_MS = 100

interface Fetched {
  readonly topic: string
  readonly partition: number
  readonly messages: readonly { readonly offset: string; readonly value: Buffer | null; readonly timestamp: string }[]
}

/**
 * Records of chosen partitions from chosen offsets on, fetched ahead within a bound. Where to read from is the order
 * records' business, so nothing is ever committed to the group: it serves to share partitions out, no more. A consumer
 * that has lost its broker goes on in a new group: in the old one it would wait until that has missed its old self.
 */
export class TopicFeed {
  readonly arrival = new Signal()
  readonly #client: KafkaClient
  readonly #groupId: string
  readonly #claims: readonly number[]
  #groups = 0
  #consumer: Consumer
  #isStopped = false
  readonly #lanes = new Map<string, Lane>()
  readonly #paused = new Set<Lane>()
  readonly #heldMax: number
  #failure: Error | undefined
  /** Only then there are partitions to pause; one that joins has none that are paused. */
  #isRunning = false
  /** Whether the consumer gave up for a reason that will pass. */
  #isLost = false

  constructor(client: KafkaClient, { groupId, sources, heldMax }: FeedSetting) {
    this.#client = client
    this.#groupId = groupId
    this.#claims = [...new Set(sources.map(({ partition }) => partition))]
    this.#heldMax = heldMax
    this.#consumer = this.#newConsumer()
    for (const { topic, partition, from } of sources) this.#lanes.set(keyOf(topic, partition), new Lane(topic, partition, from))
  }

  /** Resolves when the first fetch is under way. */
  async start(): Promise<void> {
    const { GROUP_JOIN, END_BATCH_PROCESS, STOP, CRASH } = this.#consumer.events
    const topics = [...new Set([...this.#lanes.values()].map(({ topic }) => topic))]
    this.#consumer.on(GROUP_JOIN, () => this.#seek())
    // Also told of batches in which no record is for readers: only so is it known that the end was reached.
    this.#consumer.on(END_BATCH_PROCESS, ({ payload: { topic, partition, lastOffset, highWatermark } }) => {
      this.#lanes.get(keyOf(topic, partition))?.reach(Number(lastOffset) + 1, Number(highWatermark))
      this.arrival.raise()
    })
    this.#consumer.on(STOP, () => (this.#isRunning = false))
    this.#consumer.on(CRASH, ({ payload: { error } }) => (this.#isLost ? this.#reopen() : this.#fail(error)))
    await this.#consumer.connect()
    await onceReady(() => this.#consumer.subscribe({ topics, fromBeginning: true }))
    await this.#consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 1, eachBatch: async ({ batch }) => this.#accept(batch) })
    this.#isRunning = true
  }

  lane(topic: string, partition: number): Lane {
    this.#throwFailure()
    const lane = this.#lanes.get(keyOf(topic, partition))!
    if (this.#paused.has(lane) && lane.held <= this.#heldMax / 2) this.#resume(lane)
    return lane
  }

  /** Nobody takes from this partition any more. */
  drop(dropped: number): void {
    for (const [key, lane] of this.#lanes) {
      if (lane.partition !== dropped) continue
      this.#pause(lane)
      this.#paused.delete(lane)
      this.#lanes.delete(key)
    }
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    await this.#consumer.disconnect()
  }

  #newConsumer(): Consumer {
    this.#isLost = false
    const onRestart = () => (this.#isLost = true)
    return this.#client.consumer({ groupId: `${this.#groupId}-${++this.#groups}`, assigner: coPartitionAssigner(this.#claims), bytesMax: this.#heldMax, onRestart })
  }

  /** Until the brokers are back, however long that takes. */
  async #reopen(): Promise<void> {
    for (;;) {
      await setTimeout(REOPEN_AFTER_MS)
      if (this.#isStopped) return
      this.#consumer = this.#newConsumer()
      try {
        await this.start()
        return this.#isStopped ? this.stop() : undefined
      } catch (error) {
        if (isHopeless(error)) return this.#fail(error as Error)
        await this.#consumer.disconnect().catch(() => {})
      }
    }
  }

  #accept({ topic, partition, messages }: Fetched): void {
    const lane = this.#lanes.get(keyOf(topic, partition))
    if (!lane) return
    for (const { offset, value, timestamp } of messages) lane.push({ offset: Number(offset), value: value === null ? '' : value.toString(), sentAt: Number(timestamp) })
    if (lane.held > this.#heldMax) this.#pause(lane)
  }

  #seek(): void {
    for (const lane of this.#paused) this.#resume(lane)
    for (const { topic, partition, position } of this.#lanes.values()) this.#consumer.seek({ topic, partition, offset: String(position) })
  }

  #pause(lane: Lane): void {
    this.#paused.add(lane)
    if (this.#isRunning) this.#consumer.pause([{ topic: lane.topic, partitions: [lane.partition] }])
  }

  #resume(lane: Lane): void {
    this.#paused.delete(lane)
    if (this.#isRunning) this.#consumer.resume([{ topic: lane.topic, partitions: [lane.partition] }])
  }

  #fail(error: Error): void {
    this.#failure = error
    this.arrival.raise()
  }

  #throwFailure(): void {
    if (this.#failure) throw this.#failure
  }
}

const keyOf = (topic: string, partition: number): string => `${topic}/${partition}`
