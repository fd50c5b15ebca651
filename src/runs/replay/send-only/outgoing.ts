import type { IHeaders, Message } from '../../../adapters/kafka/client.ts'
import { homeTopic, skuOfLine } from '../../../adapters/kafka/topics.ts'
import { partitionOf } from '../../../engine/kernel/murmur2.ts'
import type { Header } from '../../record/recorded-message.ts'
import { mergeByTime } from '../merge-by-time.ts'
import type { Span } from '../range.ts'
import { recordFilter, type FilterTerms } from '../record-filter.ts'
import type { PartitionBatch, Recording } from '../recording.ts'
import { type RecordedPlace, RecordedPlaces } from './recorded-places.ts'

/** A recorded input on its way to a topic. */
export interface Outgoing {
  /** When it was recorded; what was recorded together goes together. */
  readonly now: number
  /** Without the prefix. */
  readonly topic: string
  readonly message: Omit<Message, 'partition'>
  /** Where it goes if it has no key. */
  readonly recordedPartition: number
}

export interface OutgoingSetting {
  readonly recording: Recording
  readonly spans: readonly Span[]
  readonly filter: FilterTerms
}

/** The inputs of the range, in the order of their time. Keys, headers and timestamps are the recorded ones, where the recording has them. */
export function* outgoing({ recording, spans, filter }: OutgoingSetting): Generator<Outgoing> {
  const passes = recordFilter(filter) ?? (() => true)
  const places = spans.map(({ from }, partition) => new RecordedPlaces(recording.dir, partition, from))
  const isFirst = onceAMoment()
  for (const batch of mergeByTime(spans.map(({ from, to }, partition) => recording.batches(partition, from, to)))) {
    const { from, to } = spans[batch.partition]
    for (const [index, record] of batch.records.entries()) {
      const offset = batch.firstOffset + index
      if (offset < from || offset >= to || !passes(record)) continue
      const place = places[batch.partition].of(offset)
      if (isFirst(batch.now, place)) yield toOutgoing(record, batch, place)
    }
  }
}

/** What had no SKU may have been copied into every partition of the recording: it was one message, and is sent once. */
function onceAMoment(): (now: number, place: RecordedPlace | undefined) => boolean {
  const sent = new Set<string>()
  let moment = -Infinity
  return (now, place) => {
    if (now !== moment) sent.clear()
    moment = now
    if (!place) return true
    const name = `${place.topic}/${place.partition}:${place.offset}`
    return !sent.has(name) && sent.add(name) !== undefined
  }
}

function toOutgoing(record: string, { now, partition }: PartitionBatch, place: RecordedPlace | undefined): Outgoing {
  if (!place) return { now, topic: homeTopic(record), message: { key: skuOfLine(record), value: record }, recordedPartition: partition }
  const { topic, key, headers, timestamp, base64 } = place
  const value = place.value === null ? null : base64 === undefined ? record : Buffer.from(base64, 'base64')
  return { now, topic, message: { key, value, headers: headersOf(headers), timestamp: String(timestamp) }, recordedPartition: place.partition }
}

/** A name may stand there several times. */
function headersOf(headers: readonly Header[]): IHeaders {
  const byName = Map.groupBy(headers, ([name]) => name)
  return Object.fromEntries([...byName].map(([name, all]) => [name, all.length === 1 ? all[0][1] : all.map(([, value]) => value)]))
}

/** As Kafka's own clients would: by murmur2 of the key; what has none keeps its number, where the topic has it. */
export function partitionFor({ message: { key }, recordedPartition }: Outgoing, partitions: number): number {
  return typeof key === 'string' ? partitionOf(key, partitions) : recordedPartition % partitions
}
