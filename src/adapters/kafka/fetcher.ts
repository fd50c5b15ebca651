import { setTimeout } from 'node:timers/promises'
import { type FetchBroker, type FetchCluster, type FetchRequest, isHopeless, type KafkaClient, protocolError } from './client.ts'
import type { FetchedPartition } from './fetch-response.ts'
import { onceReady } from './once-ready.ts'
import { eachRecord, type RecordView, UnreadableBatch } from './record-batches.ts'
import { Signal } from './signal.ts'

/** Records of a partition from this offset on. */
export interface Wanted {
  readonly topic: string
  readonly partition: number
  readonly from: number
}

export interface FetcherSetting {
  readonly topics: readonly string[]
  /** Asked before each fetch; what nobody has room for just now is left out. */
  readonly wanted: () => readonly Wanted[]
  /** Asked with it: false while something is left out that may be wanted at any moment. A fetch that waits cannot be called back. */
  readonly mayWait?: () => boolean
  /** Told of each record in its order. It is valid until the next one. */
  readonly onRecord: (topic: string, partition: number, record: RecordView) => void
  /** Told up to where a partition was read, also where no record was for readers, and where it ended by then. */
  readonly onReached: (topic: string, partition: number, next: number, end: number) => void
  /** Nothing is fetched any more. */
  readonly onFailure: (error: Error) => void
  /** Of each partition at once. */
  readonly bytesMax: number
}

/** A fetch costs brokers and us the same however little it brings: where several producers send, theirs come together. */
const FETCH_EVERY_MS = 25
/** Where nothing is there, the broker answers as soon as there is something. */
const IDLE_WAIT_MS = 100
const FETCH_BYTES_MAX = 10 << 20
const RETRY_AFTER_MS = 100
const OFFSET_OUT_OF_RANGE = 1

/**
 * Fetches records of chosen partitions, each from its leader, for as long as somebody wants them. Who reads what is the
 * caller's business: there is no group, and nothing is committed anywhere. Brokers that are away are waited for.
 */
export class Fetcher {
  readonly #setting: FetcherSetting
  readonly #cluster: FetchCluster
  readonly #attended = new Map<string, Promise<void>>()
  readonly #call = new Signal()
  #isStopped = false

  constructor(client: KafkaClient, setting: FetcherSetting) {
    this.#setting = setting
    this.#cluster = client.fetchCluster()
  }

  /** Resolves when it is known who leads what, and the first fetches are under way. */
  async start(): Promise<void> {
    await this.#cluster.connect()
    await onceReady(() => this.#cluster.addMultipleTargetTopics([...new Set(this.#setting.topics)]))
    this.#attendLeaders()
  }

  /** Something is wanted that was not wanted a moment ago. */
  wake(): void {
    this.#call.raise()
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    this.#call.raise()
    await this.#cluster.disconnect().catch(() => {})
    await Promise.all(this.#attended.values())
  }

  /** Whoever leads something gets a loop of its own, so that none waits for another. Leaders come and go. */
  #attendLeaders(): void {
    for (const nodeId of this.#wantedByLeader().keys()) {
      if (this.#isStopped || this.#attended.has(nodeId)) continue
      this.#attended.set(nodeId, this.#attend(nodeId).finally(() => this.#attended.delete(nodeId)))
    }
  }

  async #attend(nodeId: string): Promise<void> {
    while (!this.#isStopped) {
      const began = performance.now()
      const { raised } = this.#call
      try {
        const wanted = this.#wantedByLeader().get(nodeId) ?? []
        const bytes = wanted.length > 0 ? await this.#fetch(nodeId, wanted) : 0
        const restMs = FETCH_EVERY_MS - (performance.now() - began)
        if (wanted.length === 0) await this.#call.waitSince(raised, IDLE_WAIT_MS)
        else if (bytes < this.#setting.bytesMax / 2 && restMs > 0) await setTimeout(restMs)
      } catch (error) {
        if (this.#isStopped || !(await this.#recover(error as Error))) return
      }
    }
  }

  /** Resolves to how much came. */
  async #fetch(nodeId: string, wanted: readonly Wanted[]): Promise<number> {
    const { bytesMax, mayWait } = this.#setting
    const maxWaitTime = (mayWait?.() ?? true) ? IDLE_WAIT_MS : 0
    const broker = await this.#cluster.findBroker({ nodeId })
    const topics = [...Map.groupBy(wanted, ({ topic }) => topic)].map(([topic, parts]) => ({ topic, partitions: parts.map(({ partition, from }) => ({ partition, fetchOffset: String(from), maxBytes: bytesMax })) }))
    const fetched = await askedOnce(broker, { maxWaitTime, minBytes: 1, maxBytes: FETCH_BYTES_MAX, topics })
    if (this.#isStopped) return 0
    if (!Array.isArray(fetched)) throw new UnreadableBatch(wanted[0], wanted[0].from, 'brokers before Kafka 2.3 answer in a way that is not read here')
    const from = new Map(wanted.map((each) => [keyOf(each), each.from]))
    for (const each of fetched) if (each.errorCode === 0) this.#take(each, from.get(keyOf(each))!)
    // What was fetched beside it stays.
    for (const each of fetched) if (each.errorCode !== 0) await this.#refused(each, from.get(keyOf(each))!)
    return fetched.reduce((sum, { batches }) => sum + batches.length, 0)
  }

  #take(fetched: FetchedPartition, from: number): void {
    const { topic, partition, highWatermark } = fetched
    const { onRecord, onReached } = this.#setting
    const next = eachRecord(fetched, from, (record) => onRecord(topic, partition, record))
    onReached(topic, partition, next, highWatermark)
  }

  /** What stood there may have been deleted since: then it goes on with what is left. */
  async #refused({ topic, partition, errorCode }: FetchedPartition, from: number): Promise<void> {
    if (errorCode === OFFSET_OUT_OF_RANGE) {
      const [{ partitions }] = await this.#cluster.fetchTopicsOffset([{ topic, partitions: [{ partition }], fromBeginning: true }])
      const first = Number(partitions[0].offset)
      if (first > from) return this.#setting.onReached(topic, partition, first, first)
    }
    throw protocolError(errorCode)
  }

  /** False where nothing would change however often it is tried. */
  async #recover(error: Error): Promise<boolean> {
    if (isHopeless(error) || error instanceof UnreadableBatch) {
      this.#setting.onFailure(error)
      return false
    }
    await setTimeout(RETRY_AFTER_MS)
    try {
      if (!this.#cluster.isConnected()) await this.#cluster.connect()
      await this.#cluster.refreshMetadata()
      this.#attendLeaders()
    } catch {
      // They are still away, and are asked again.
    }
    return true
  }

  #wantedByLeader(): ReadonlyMap<string, readonly Wanted[]> {
    const byLeader = new Map<string, Wanted[]>()
    for (const [topic, wanted] of Map.groupBy(this.#setting.wanted(), (each) => each.topic)) {
      for (const [nodeId, partitions] of Object.entries(this.#cluster.findLeaderForPartitions(topic, wanted.map(({ partition }) => partition)))) {
        if (!byLeader.has(nodeId)) byLeader.set(nodeId, [])
        byLeader.get(nodeId)!.push(...wanted.filter(({ partition }) => partitions.includes(partition)))
      }
    }
    return byLeader
  }
}

/** A connection that has brought no answer is not asked again: it may be cut off without anybody having been told. */
async function askedOnce(broker: FetchBroker, request: FetchRequest): Promise<readonly FetchedPartition[]> {
  try {
    return await broker.fetch(request)
  } catch (error) {
    await broker.disconnect().catch(() => {})
    throw error
  }
}

const keyOf = ({ topic, partition }: Pick<Wanted, 'topic' | 'partition'>): string => `${topic}/${partition}`
