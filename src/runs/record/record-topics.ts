import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'
import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { topicEnds } from '../../adapters/kafka/topic-ends.ts'
import { type ReadRange, type TopicMessage, TopicReader } from '../../adapters/kafka/topic-reader.ts'
import type { WrittenOffset } from '../replay/offsets.ts'
import { finishRecording } from './finish-recording.ts'
import { refuseTaken } from './new-recording-dir.ts'
import { compareMessages } from './recorded-message.ts'
import { RecordedRanges } from './recorded-ranges.ts'
import { forgetProgress, keepProgress, type RecordProgress, takeUpProgress } from './record-progress.ts'
import type { RecordingDocument } from './recording-document.ts'
import { recordingScenario, rulesFor } from './recording-scenario.ts'
import { RecordingWriter } from './recording-writer.ts'
import { placesOf, refuseBackwards, refuseWrongPlaces } from './topic-positions.ts'

export interface RecordRequest {
  readonly topics: readonly string[]
  readonly from: readonly WrittenOffset[]
  readonly to: readonly WrittenOffset[]
  /** Goes on past the ends of the topics until nothing has come for so long; without it, up to where they end now. */
  readonly untilIdleMs?: number
  readonly out: string
  readonly scenario?: string
  /** For people: where the messages come from. */
  readonly source: string
  readonly onProgress: (records: number) => void
  /** How often it notes how far it is; 20,000 if not said. */
  readonly keepEveryRecords?: number
}

type Offsets = Map<string, Map<number, number>>

const KEEP_EVERY_RECORDS = 20_000
const LOOK_AGAIN_MS = 500

/**
 * Records topics that have no order of their own: their messages are merged by time, topic, partition and offset as they
 * stand in line. Goes on where an earlier attempt was killed; the recording appears whole, at the end.
 */
export async function recordTopics(client: KafkaClient, request: RecordRequest): Promise<RecordingDocument> {
  refuseTaken(request.out)
  const rules = await rulesFor(request.scenario)
  const aside = `${request.out}.part`
  const kept = existsSync(aside) ? takeUpProgress(aside, fingerprintOf(request)) : undefined
  const counts = new Map(await Promise.all(request.topics.map(async (topic) => [topic, (await topicEnds(client, topic)).size] as const)))
  const stretch = kept ? keptStretch(kept) : await askedStretch(client, request, counts)
  if (!kept) {
    rmSync(aside, { recursive: true, force: true })
    mkdirSync(aside, { recursive: true })
  }
  const partitions = request.scenario === undefined ? (commonCount(counts) ?? rules.partitions) : rules.partitions
  const recorder = new TopicRecorder(client, request, aside, { counts, partitions, kept, ...stretch })
  await recorder.run()
  const { seen, dropped, ends } = recorder.close()
  forgetProgress(aside)
  const { startsAt, endsAt, stores, records } = seen
  const scenario = { ...recordingScenario(rules, request.scenario !== undefined, { startsAt, endsAt, stores }), partitions }
  const document = finishRecording(aside, scenario, { order: 'merged', source: request.source, ranges: seen.ranges(), records, startsAt, endsAt, droppedHeaders: dropped, ends })
  if (existsSync(request.out)) rmSync(request.out, { recursive: true })
  renameSync(aside, request.out)
  return document
}

const fingerprintOf = ({ topics, from, to, scenario, source }: RecordRequest): string => JSON.stringify([source, topics, from.map(({ text }) => text), to.map(({ text }) => text), scenario ?? null])

/** Undefined where topics differ: then SKUs are dealt anew. */
function commonCount(counts: ReadonlyMap<string, number>): number | undefined {
  const different = new Set(counts.values())
  return different.size === 1 ? [...different][0] : undefined
}

/** From where to where. */
interface Stretch {
  readonly positions: Offsets
  /** Null where it goes on until nothing comes. */
  readonly limits: Offsets | null
}

const keptStretch = ({ positions, limits }: RecordProgress): Stretch => ({ positions: offsetsIn(positions), limits: limits && offsetsIn(limits) })

/** What the flags ask for, before anything is written. */
async function askedStretch(client: KafkaClient, { topics, from, to, untilIdleMs }: RecordRequest, counts: ReadonlyMap<string, number>): Promise<Stretch> {
  for (const written of [from, to]) refuseWrongPlaces(counts, written)
  const positions = await offsetsOf(topics, (topic) => placesOf(client, topic, from, 'low'))
  if (untilIdleMs !== undefined && to.length === 0) return { positions, limits: null }
  const limits = await offsetsOf(topics, (topic) => placesOf(client, topic, to, 'end'))
  refuseBackwards(from, to, topics.flatMap((topic) => [...positions.get(topic)!].map(([partition, begin]) => [begin, limits.get(topic)!.get(partition)!] as const)))
  return { positions, limits }
}

interface Shape extends Stretch {
  readonly counts: ReadonlyMap<string, number>
  readonly partitions: number
  readonly kept: RecordProgress | undefined
}

class TopicRecorder {
  readonly #client: KafkaClient
  readonly #request: RecordRequest
  readonly #dir: string
  readonly #writer: RecordingWriter
  readonly #seen: RecordedRanges
  readonly #positions: Offsets
  /** Null where it goes on until nothing comes. */
  readonly #limits: Offsets | null
  #sinceKept = 0

  constructor(client: KafkaClient, request: RecordRequest, dir: string, { counts, partitions, kept, positions, limits }: Shape) {
    this.#client = client
    this.#request = request
    this.#dir = dir
    this.#positions = positions
    this.#limits = limits
    this.#seen = new RecordedRanges(kept?.ranges, kept)
    this.#writer = new RecordingWriter({ dir, partitions, partitionsOf: (topic) => counts.get(topic)!, written: kept?.written.map((each) => ({ ...each, now: each.now ?? -Infinity })) })
    Object.assign(this.#writer.dropped, kept?.droppedHeaders)
  }

  /** Round by round, each up to where the topics ended when it began. */
  async run(): Promise<void> {
    this.#keep()
    const { untilIdleMs = 0 } = this.#request
    for (let idleSince = performance.now(); ; await setTimeout(LOOK_AGAIN_MS)) {
      const rounds = await this.#round()
      if (rounds.some(({ ranges }) => ranges.length > 0)) {
        await this.#record(rounds)
        idleSince = performance.now()
      } else if (this.#limits !== null || performance.now() - idleSince >= untilIdleMs) return
    }
  }

  close(): { readonly seen: RecordedRanges; readonly dropped: RecordingWriter['dropped']; readonly ends: readonly number[] } {
    const written = this.#writer.close()
    return { seen: this.#seen, dropped: this.#writer.dropped, ends: written.map(({ nextOffset }) => nextOffset) }
  }

  async #round(): Promise<readonly { readonly topic: string; readonly ranges: readonly ReadRange[] }[]> {
    return Promise.all(
      this.#request.topics.map(async (topic) => {
        const ends = this.#limits?.get(topic) ?? new Map([...(await topicEnds(this.#client, topic))].map(([partition, { end }]) => [partition, end] as const))
        const ranges = [...this.#positions.get(topic)!].map(([partition, from]) => ({ partition, from, to: ends.get(partition)! }))
        return { topic, ranges: ranges.filter(({ from, to }) => from < to) }
      }),
    )
  }

  async #record(rounds: readonly { readonly topic: string; readonly ranges: readonly ReadRange[] }[]): Promise<void> {
    const open = rounds.filter(({ ranges }) => ranges.length > 0).map(({ topic, ranges }) => ({ topic, ranges, reader: new TopicReader(this.#client, topic, ranges) }))
    try {
      await Promise.all(open.map(({ reader }) => reader.start()))
      await this.#merge(open.flatMap(({ reader, ranges }) => ranges.map(({ partition }) => ({ reader, partition }))))
    } finally {
      await Promise.all(open.map(({ reader }) => reader.stop()))
    }
    for (const { topic, ranges } of open) for (const { partition, to } of ranges) this.#positions.get(topic)!.set(partition, to)
    this.#keep()
  }

  async #merge(lines: readonly { readonly reader: TopicReader; readonly partition: number }[]): Promise<void> {
    const heads = await Promise.all(lines.map(async ({ reader, partition }) => ({ reader, partition, next: await reader.peek(partition) })))
    for (;;) {
      const waiting = heads.filter((head) => head.next !== undefined) as ((typeof heads)[number] & { next: TopicMessage })[]
      if (waiting.length === 0) return
      const first = waiting.reduce((least, head) => (compareMessages(head.next, least.next) < 0 ? head : least))
      this.#take(first.next)
      first.reader.take(first.partition)
      first.next = (await first.reader.peek(first.partition)) as TopicMessage
    }
  }

  #take(message: TopicMessage): void {
    this.#writer.write(message)
    this.#seen.add(message)
    this.#positions.get(message.topic)!.set(message.partition, message.offset + 1)
    if (++this.#sinceKept >= (this.#request.keepEveryRecords ?? KEEP_EVERY_RECORDS)) this.#keep()
  }

  #keep(): void {
    const written = this.#writer.flush().map((each) => ({ ...each, now: Number.isFinite(each.now) ? each.now : null }))
    const { startsAt, endsAt, stores, records } = this.#seen
    keepProgress(this.#dir, { request: fingerprintOf(this.#request), positions: plain(this.#positions), limits: this.#limits && plain(this.#limits), written, ranges: this.#seen.ranges(), startsAt, endsAt, stores, droppedHeaders: this.#writer.dropped })
    this.#sinceKept = 0
    this.#request.onProgress(records)
  }
}

async function offsetsOf(topics: readonly string[], ask: (topic: string) => Promise<ReadonlyMap<number, number>>): Promise<Offsets> {
  return new Map(await Promise.all(topics.map(async (topic) => [topic, new Map(await ask(topic))] as const)))
}

const offsetsIn = (positions: RecordProgress['positions']): Offsets => new Map(Object.entries(positions).map(([topic, places]) => [topic, new Map(places)]))

const plain = (offsets: Offsets): RecordProgress['positions'] => Object.fromEntries([...offsets].map(([topic, places]) => [topic, [...places]]))
