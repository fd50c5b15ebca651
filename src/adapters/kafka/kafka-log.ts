import { setTimeout } from 'node:timers/promises'
import { crc32 } from 'node:zlib'
import { orderHead, orderRecord } from '../../engine/kernel/order-record.ts'
import type { Commit, CommittedBatch, EventLog, InputBatch } from '../../engine/kernel/ports.ts'
import { toInputLine } from '../input-line.ts'
import { ORDER_TOPIC } from '../output-topics.ts'
import { type BatchMessages, type BatchWriter, Fenced, Overtaken, type PlacedOutputs } from './batch-writer.ts'
import { isHopeless } from './client.ts'
import { addRecord, type OrderEntry, orderFields, type OutputRange, parseOrderEntry, type Positions, positionsBehind, type Range, START } from './order-entry.ts'
import type { OrderHistory } from './order-history.ts'
import { Portions } from './portions.ts'
import type { SnapshotTopic } from './snapshot-topic.ts'
import type { FeedSource, TopicFeed } from './topic-feed.ts'
import { INPUT_TOPICS, skuOfLine, topicOfLine } from './topics.ts'

export interface KafkaLogSetting {
  readonly partition: number
  /** Stands before the name of every topic. */
  readonly prefix: string
  readonly writer: BatchWriter
  readonly history: OrderHistory
  readonly snapshots: SnapshotTopic
  readonly batchRecordsMax: number
  /**
   * True where no other worker can have the partition. Then being fenced is an echo: of a request of our own that a broker
   * answered late, or of a transaction that it gave up while it was away.
   */
  readonly isAlone?: boolean
  /** Told of every record that is taken: when it was sent, ms of the epoch. */
  readonly onTaken?: (sentAt: number) => void
}

const NOTHING: InputBatch = { firstOffset: 0, records: [], more: false }
const REOPEN_AFTER_MS = 200
/** Longer than brokers take to elect a leader, or to come back. */
const GIVE_UP_AFTER_MS = 120_000

/**
 * The event log of one partition on Kafka. Inputs stay in topics of their own; a batch takes a range of offsets from
 * each, and its order record names them. Outputs and order record are one transaction: the commit.
 */
export class KafkaLog implements EventLog {
  readonly #setting: KafkaLogSetting
  readonly #feed: () => TopicFeed
  #positions = START
  #pending: InputBatch = NOTHING
  #pendingRanges: readonly Range[] = []
  /** Of a batch that is taken in an order that was given, what is there so far. */
  #gathered: { readonly records: string[]; readonly ranges: Range[] } = { records: [], ranges: [] }
  #nextOffset = 0
  /** No order record of a later batch stands before this offset of their topic. */
  #orderEnd = 0

  constructor(setting: KafkaLogSetting, feed: () => TopicFeed) {
    this.#setting = setting
    this.#feed = feed
  }

  /** Takes the partition over, then finds where it stands: afterwards it is known what the feed has to bring. */
  async open(): Promise<readonly FeedSource[]> {
    const { writer, history, snapshots, prefix, partition } = this.#setting
    await writer.open()
    const { entry, end } = await history.newest()
    this.#nextOffset = entry?.nextOffset ?? 0
    this.#positions = entry?.positions ?? START
    this.#orderEnd = end
    snapshots.opened(entry?.snapshot, end)
    return INPUT_TOPICS.map((topic, index) => ({ topic: prefix + topic, partition, from: this.#positions[index] }))
  }

  async take(): Promise<InputBatch> {
    if (this.#pending.records.length > 0) return this.#pending
    const records: string[] = []
    const ranges = INPUT_TOPICS.flatMap((topic) => this.#takeFrom(topic, records))
    if (records.length === 0) return NOTHING
    this.#pendingRanges = ranges
    return (this.#pending = { firstOffset: this.#nextOffset, records, more: false })
  }

  /** For a replay: the next records of these topics, in this order; undefined until all of them have come. */
  takeInOrder(topics: readonly string[]): InputBatch | undefined {
    if (this.#pending.records.length > 0) return this.#pending
    const { prefix, partition } = this.#setting
    const gathered = this.#gathered
    for (let topic = topics[gathered.records.length]; topic !== undefined; topic = topics[gathered.records.length]) {
      const record = this.#feed().lane(prefix + topic, partition).shift()
      if (!record) return undefined
      gathered.records.push(toInputLine(record.value))
      addRecord(gathered.ranges, topic, record.offset)
    }
    this.#gathered = { records: [], ranges: [] }
    this.#pendingRanges = gathered.ranges
    return (this.#pending = { firstOffset: this.#nextOffset, records: gathered.records, more: false })
  }

  async commit(commit: Commit): Promise<number> {
    const { snapshots } = this.#setting
    const nextOffset = this.#nextOffset + commit.inputs + commit.lines.length + 1
    const ranges = commit.inputs > 0 ? this.#pendingRanges : []
    const positions = positionsBehind(this.#positions, ranges)
    const { reference } = snapshots
    const byTopic = Map.groupBy(commit.lines, topicOfLine)
    const bodyCrc = crc32(textOf(commit.inputs > 0 ? this.#pending.records : []) + textOf([...byTopic.values()].flat()))
    const standing = { offset: this.#nextOffset, nextOffset, ranges, positions, snapshot: reference }
    await this.#write(commit.batch, byTopic, (outputs) => {
      const head = orderHead({ ...commit, extra: commit.extra + orderFields({ ...standing, outputs }) })
      return orderRecord(head, crc32(head, bodyCrc))
    })
    this.#nextOffset = nextOffset
    this.#positions = positions
    if (commit.inputs > 0) this.#pending = NOTHING
    void snapshots.committed(reference, this.#orderEnd)
    return nextOffset
  }

  /** The next offset of each input topic that no committed batch has. */
  get positions(): Positions {
    return this.#positions
  }

  /** Records in the topics, as far as it is known, that were not taken. */
  get waiting(): number {
    const { prefix, partition } = this.#setting
    return INPUT_TOPICS.reduce((sum, topic) => sum + this.#feed().lane(prefix + topic, partition).waiting, 0)
  }

  async *committed(offset: number): AsyncIterable<CommittedBatch> {
    const { history, snapshots: { reference } } = this.#setting
    const orderOffset = reference && reference.offset <= offset ? reference.orderOffset : 0
    yield* history.batches(await history.entriesBetween(offset, this.#nextOffset, orderOffset))
  }

  async close(): Promise<void> {
    const { writer, snapshots } = this.#setting
    await Promise.all([writer.close(), snapshots.close()])
  }

  #takeFrom(topic: string, records: string[]): Range[] {
    const { prefix, partition, batchRecordsMax, onTaken } = this.#setting
    const lane = this.#feed().lane(prefix + topic, partition)
    let [from, to] = [-1, -1]
    while (records.length < batchRecordsMax) {
      const record = lane.shift()
      if (!record) break
      if (from < 0) from = record.offset
      to = record.offset + 1
      onTaken?.(record.sentAt)
      records.push(toInputLine(record.value))
    }
    return from < 0 ? [] : [[topic, from, to]]
  }

  /** After an error nobody knows whether the batch is there; the partition is taken over again, and then it is known. */
  async #write(batch: number, byTopic: LinesByTopic, orderOf: (outputs: readonly OutputRange[]) => string): Promise<void> {
    const tried: string[] = []
    const messages = this.#messagesOf(byTopic, (outputs) => tried[tried.push(orderOf(outputs)) - 1])
    const { writer } = this.#setting
    const giveUpAt = performance.now() + GIVE_UP_AFTER_MS
    for (let reopens = false; ; reopens = true) {
      try {
        if (reopens) await writer.open()
        if (reopens && (await this.#isWritten(batch, tried))) return
        this.#orderEnd = (await writer.write(messages)) + 1
        return
      } catch (error) {
        if (this.#isOver(error) || performance.now() > giveUpAt) throw error
        await setTimeout(REOPEN_AFTER_MS)
      }
    }
  }

  #isOver(error: unknown): boolean {
    const final = this.#setting.isAlone ? Overtaken : Fenced
    return error instanceof final || isHopeless(error)
  }

  /**
   * Another worker may have ended this batch meanwhile, in its own way; or it has found ours, whose answer we did not get,
   * and has gone on behind it.
   */
  async #isWritten(batch: number, tried: readonly string[]): Promise<boolean> {
    const { history, partition } = this.#setting
    const entries = (await history.entries(this.#orderEnd)).filter((entry) => entry.batch >= batch)
    const isOurs = (entry: OrderEntry) => entry.batch === batch && tried.some((order) => parseOrderEntry(order).crc === entry.crc)
    if (!entries.every(isOurs)) throw new Overtaken(partition)
    return entries.length > 0
  }

  #messagesOf(byTopic: LinesByTopic, orderOf: (outputs: readonly OutputRange[]) => string): BatchMessages {
    const { prefix, partition } = this.#setting
    const portions = new Portions()
    for (const [topic, lines] of byTopic) for (const line of lines) portions.add(prefix + topic, { partition, key: skuOfLine(line), value: line })
    const order = (placed?: readonly PlacedOutputs[]) => ({ partition, value: orderOf(outputRanges(byTopic, prefix, placed)) })
    return { outputs: portions.sends, orderTopic: prefix + ORDER_TOPIC, order }
  }
}

type LinesByTopic = ReadonlyMap<string | undefined, readonly string[]>

/** In the order of `byTopic`, which is that of the lines in a run folder. */
function outputRanges(byTopic: LinesByTopic, prefix: string, placed?: readonly PlacedOutputs[]): readonly OutputRange[] {
  if (!placed) return [...byTopic].map(([topic, lines]) => [`${topic}`, lines.length])
  return [...byTopic.keys()].flatMap((name) => placed.filter(({ topic }) => topic === prefix + name).map(({ count, from }): OutputRange => [`${name}`, count, from]))
}

const textOf = (lines: readonly string[]): string => (lines.length === 0 ? '' : `${lines.join('\n')}\n`)
