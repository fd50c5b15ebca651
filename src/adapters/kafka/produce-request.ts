import { ByteWriter, sizeOf, varintSize } from './byte-writer.ts'
import { crc32c } from './crc32c.ts'
import type { IHeaders, Message } from './client.ts'

/** What kafkajs hands over to its own encoder. */
export interface ProduceRequest {
  readonly transactionalId?: string | null
  readonly acks: number
  readonly timeout: number
  readonly producerId?: string | number | bigint
  readonly producerEpoch?: number
  readonly topicData: readonly { readonly topic: string; readonly partitions: readonly PartitionData[] }[]
}

interface PartitionData {
  readonly partition: number
  readonly messages: readonly Message[]
  readonly firstSequence?: number
}

type Header = readonly [key: string, value: Buffer | string]

const MAGIC = 2
const TRANSACTIONAL = 16
/** Base offset, batch length and leader's epoch stand before the magic byte; the checksum covers what follows it. */
const NO_OFFSET = 0n
const NO_EPOCH = 0

/**
 * The body of a produce request, version 3 and later (https://kafka.apache.org/protocol#The_Messages_Produce), records
 * uncompressed in format 2 (https://kafka.apache.org/documentation/#recordbatch). kafkajs's own encoder gives every
 * record a buffer of its own and copies it four times, which is most of what a send costs; this one writes once.
 */
export function encodeProduceRequest(request: ProduceRequest): Buffer {
  const out = new ByteWriter()
  out.string(request.transactionalId ?? null)
  out.int16(request.acks)
  out.int32(request.timeout)
  out.int32(request.topicData.length)
  for (const { topic, partitions } of request.topicData) {
    out.string(topic)
    out.int32(partitions.length)
    for (const data of partitions) writePartition(out, request, data)
  }
  return out.bytes
}

function writePartition(out: ByteWriter, request: ProduceRequest, data: PartitionData): void {
  out.int32(data.partition)
  const size = out.gap()
  const began = out.length
  writeRecordBatch(out, request, data)
  out.fill(size, out.length - began)
}

function writeRecordBatch(out: ByteWriter, { transactionalId, producerId = -1, producerEpoch = 0 }: ProduceRequest, { messages, firstSequence = 0 }: PartitionData): void {
  const now = Date.now()
  const times = timesOf(messages, now)
  out.int64(NO_OFFSET)
  const length = out.gap()
  const counted = out.length
  out.int32(NO_EPOCH)
  out.int8(MAGIC)
  const checksum = out.gap()
  const covered = out.length
  out.int16(transactionalId ? TRANSACTIONAL : 0)
  out.int32(messages.length - 1)
  out.int64(BigInt(times.first))
  out.int64(BigInt(times.last))
  out.int64(BigInt(producerId))
  out.int16(producerEpoch)
  out.int32(firstSequence)
  out.int32(messages.length)
  for (const [index, message] of messages.entries()) writeRecord(out, message, index, timeOf(message, now) - times.first)
  out.fill(length, out.length - counted)
  out.fill(checksum, crc32c(out.since(covered)))
}

function writeRecord(out: ByteWriter, { key = null, value, headers }: Message, offsetDelta: number, timeDelta: number): void {
  const [keySize, valueSize] = [sizeOf(key), sizeOf(value)]
  const all = headers === undefined ? [] : headersOf(headers)
  const body = 1 + varintSize(timeDelta) + varintSize(offsetDelta) + fieldSize(keySize) + fieldSize(valueSize) + varintSize(all.length)
  out.varint(body + all.reduce((sum, [name, text]) => sum + fieldSize(sizeOf(name)) + fieldSize(sizeOf(text)), 0))
  out.int8(0)
  out.varint(timeDelta)
  out.varint(offsetDelta)
  out.varbytes(key, keySize)
  out.varbytes(value, valueSize)
  out.varint(all.length)
  for (const [name, text] of all) {
    out.varbytes(name, sizeOf(name))
    out.varbytes(text, sizeOf(text))
  }
}

const fieldSize = (size: number): number => varintSize(size) + Math.max(0, size)

function headersOf(headers: IHeaders): readonly Header[] {
  return Object.entries(headers).flatMap(([name, value]) => (Array.isArray(value) ? value : value === undefined ? [] : [value]).map((each): Header => [name, each]))
}

const timeOf = ({ timestamp }: Message, now: number): number => (timestamp === undefined ? now : Number(timestamp))

function timesOf(messages: readonly Message[], now: number): { readonly first: number; readonly last: number } {
  let [first, last] = [Infinity, -Infinity]
  for (const message of messages) {
    const time = timeOf(message, now)
    if (time < first) first = time
    if (time > last) last = time
  }
  return { first, last }
}
