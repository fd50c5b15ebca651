import { rmSync } from 'node:fs'
import { partitionDir, SegmentWriter } from '../../adapters/embedded/segment-files.ts'
import { soundBatches } from '../../adapters/files/sound-batches.ts'
import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { type OrderEntry, parseOrderEntry } from '../../adapters/kafka/order-entry.ts'
import { readBack } from '../../adapters/kafka/read-back.ts'
import { boundsOf } from '../../adapters/kafka/records.ts'
import { TopicReader } from '../../adapters/kafka/topic-reader.ts'
import { INPUT_TOPICS } from '../../adapters/kafka/topics.ts'
import { UserError } from '../user-error.ts'
import { type DroppedHeaders, publicHeaders } from './public-headers.ts'
import { RecordedRanges } from './recorded-ranges.ts'
import type { RecordedRange } from './recording-document.ts'
import { metaDir } from './recording-writer.ts'

/** What was recorded of a partition. */
export interface PartitionAccount {
  readonly ranges: readonly RecordedRange[]
  readonly records: number
  /** Epoch ms by the run's own clock; null where nothing was committed. */
  readonly startsAt: number | null
  readonly endsAt: number | null
  readonly stores: readonly string[]
  readonly droppedHeaders: DroppedHeaders
  /** Offset behind the last batch. */
  readonly end: number
}

interface PartitionPlace {
  readonly prefix: string
  readonly partition: number
  readonly dir: string
}

const SEGMENT_BYTES_MAX = 1 << 24
/** The newest batch of a run that goes on may be seen in one topic a little before it is in another. */
const ATTEMPTS_MAX = 5

/** A partition of a run: its log as a run folder has it, and beside it where each input lay. */
export async function recordPartition(client: KafkaClient, place: PartitionPlace): Promise<PartitionAccount> {
  for (let attempt = 1; ; attempt++) {
    const damage = await recordLog(client, place)
    if (damage === undefined) return recordPlaces(client, place)
    if (attempt === ATTEMPTS_MAX) throw notWhole(place.prefix, place.partition, damage)
  }
}

/** The run may go on: nobody's partition is taken over, and what is not committed yet is not seen. Resolves to what is wrong, if anything. */
async function recordLog(client: KafkaClient, { prefix, partition, dir }: PartitionPlace): Promise<string | undefined> {
  for (const folder of [partitionDir(dir, partition), metaDir(dir, partition)]) rmSync(folder, { recursive: true, force: true })
  const recording = new SegmentWriter(partitionDir(dir, partition), SEGMENT_BYTES_MAX)
  try {
    return await readBack(client, { prefix, partition, recording })
  } finally {
    recording.close()
  }
}

/** Every batch names the offsets of its inputs, so their keys, headers and timestamps are found in the same order. */
async function recordPlaces(client: KafkaClient, { prefix, partition, dir }: PartitionPlace): Promise<PartitionAccount> {
  const bounds = await boundsOf(client, INPUT_TOPICS.map((name) => prefix + name), partition)
  const readers = new Map([...bounds].map(([topic, { low, end }]) => [topic.slice(prefix.length), new TopicReader(client, topic, [{ partition, from: low, to: end }])]))
  const places = new SegmentWriter(metaDir(dir, partition), SEGMENT_BYTES_MAX)
  try {
    await Promise.all([...readers.values()].map((reader) => reader.start()))
    return await new PlaceRecorder(partition, places).run(readers, soundBatches({ runDir: dir, partition }))
  } finally {
    places.close()
    await Promise.all([...readers.values()].map((reader) => reader.stop()))
  }
}

class PlaceRecorder {
  readonly #partition: number
  readonly #places: SegmentWriter
  readonly #seen = new RecordedRanges()
  readonly #dropped: DroppedHeaders = {}

  constructor(partition: number, places: SegmentWriter) {
    this.#partition = partition
    this.#places = places
  }

  async run(readers: ReadonlyMap<string, TopicReader>, batches: Iterable<{ readonly orderLine: string; readonly now: number; readonly firstOffset: number; readonly nextOffset: number }>): Promise<PartitionAccount> {
    let [startsAt, endsAt, end] = [null, null, 0] as [number | null, number | null, number]
    for (const { orderLine, now, firstOffset, nextOffset } of batches) {
      await this.#batch(readers, parseOrderEntry(orderLine), firstOffset)
      ;[startsAt, endsAt, end] = [startsAt ?? now, now, nextOffset]
    }
    const { records, stores } = this.#seen
    return { ranges: this.#seen.ranges(), records, startsAt, endsAt, stores, droppedHeaders: this.#dropped, end }
  }

  async #batch(readers: ReadonlyMap<string, TopicReader>, { ranges }: OrderEntry, firstOffset: number): Promise<void> {
    let record = firstOffset
    let lines = ''
    for (const [topic, from, to] of ranges) {
      const reader = readers.get(topic)!
      for (let next = await reader.peek(this.#partition); next && next.offset < to; next = await reader.peek(this.#partition)) {
        reader.take(this.#partition)
        if (next.offset < from) continue
        const { offset, timestamp, key, headers } = next
        this.#seen.add(next)
        lines += `${JSON.stringify({ record: record++, topic: next.topic, partition: this.#partition, offset, timestamp, key, headers: publicHeaders(headers, this.#dropped) })}\n`
      }
    }
    if (lines === '') return
    this.#places.append(Buffer.from(lines), firstOffset)
    this.#places.batchEnded()
  }
}

function notWhole(prefix: string, partition: number, damage: string): UserError {
  const rule = 'every order record has its inputs and outputs in their topics, unchanged'
  return new UserError({ code: 'topics_not_whole', message: `partition ${partition} under ${prefix}: ${damage}`, place: `topics under ${prefix}`, rule, fix: 'record single topics with --topic: they get an order of this tool’s own', exitCode: 104 })
}
