import { gunzipSync, zstdDecompressSync } from 'node:zlib'
import { isAscii } from 'node:buffer'
import { ByteReader } from './byte-reader.ts'
import type { AbortedTransaction, FetchedPartition } from './fetch-response.ts'

/** Places in a record batch (https://kafka.apache.org/documentation/#recordbatch). */
const LENGTH_AT = 8
const MAGIC_AT = 16
const ATTRIBUTES_AT = 21
const LENGTH_COUNTS_FROM = 12
const HEAD_BYTES = 61
const MAGIC = 2
const CODEC_MASK = 7
const APPEND_TIME = 8
const TRANSACTIONAL = 16
const CONTROL = 32
/** A control record's key: its version, then what it says. */
const ABORT = 0

const DECOMPRESS: Readonly<Record<number, (bytes: Buffer) => Buffer>> = { 0: (bytes) => bytes, 1: gunzipSync, 4: zstdDecompressSync }
const CODECS = ['none', 'gzip', 'snappy', 'lz4', 'zstd']

/** Written in a way that is not read here; told with its place. */
export class UnreadableBatch extends Error {
  constructor({ topic, partition }: Pick<FetchedPartition, 'topic' | 'partition'>, offset: number, reason: string) {
    super(`${topic}/${partition}, offset ${offset}: ${reason}`)
    this.name = 'UnreadableBatch'
  }
}

export type HeaderPair = readonly [name: string, value: string]

/** One record where it lies in its batch. There is one of these for all records: it is valid until the next one. */
export class RecordView {
  offset = 0
  /** Epoch ms: that of its producer, or of the broker where the topic says so. */
  timestamp = 0
  #reader = new ByteReader(Buffer.alloc(0))
  #isAscii = false
  #keyFrom = 0
  /** Below where it begins: there is none. */
  #keyTo = -1
  #valueFrom = 0
  #valueTo = -1
  #headersAt = 0

  get key(): Buffer | null {
    return this.#bytes(this.#keyFrom, this.#keyTo)
  }

  get value(): Buffer | null {
    return this.#bytes(this.#valueFrom, this.#valueTo)
  }

  /** The value as text; empty where there is none. */
  get text(): string {
    return this.#reader.bytes.toString(this.#isAscii ? 'latin1' : 'utf8', this.#valueFrom, Math.max(this.#valueFrom, this.#valueTo))
  }

  /** A name may be there more than once. */
  get headers(): readonly HeaderPair[] {
    const reader = new ByteReader(this.#reader.bytes, this.#headersAt)
    return Array.from({ length: reader.varint() }, () => [textAt(reader), textAt(reader)] as const)
  }

  /** These records come next. */
  open(bytes: Buffer): void {
    this.#reader = new ByteReader(bytes)
    this.#isAscii = isAscii(bytes)
  }

  /** Goes on to the next record. */
  step(baseOffset: number, baseTimestamp: number): void {
    const reader = this.#reader
    const end = reader.varint() + reader.at
    reader.at++
    this.timestamp = baseTimestamp + reader.varint()
    this.offset = baseOffset + reader.varint()
    const keyBytes = reader.varint()
    this.#keyFrom = reader.at
    this.#keyTo = reader.at + keyBytes
    reader.at += Math.max(0, keyBytes)
    const valueBytes = reader.varint()
    this.#valueFrom = reader.at
    this.#valueTo = reader.at + valueBytes
    this.#headersAt = reader.at + Math.max(0, valueBytes)
    reader.at = end
  }

  #bytes(from: number, to: number): Buffer | null {
    return to < from ? null : this.#reader.bytes.subarray(from, to)
  }
}

function textAt(reader: ByteReader): string {
  const length = reader.varint()
  return length < 0 ? '' : reader.slice(length).toString()
}

/**
 * Tells each committed record of a partition from `from` on, and returns the offset behind everything that was looked at:
 * control records and aborted ones are passed over. A batch that is cut off is left for the next fetch.
 */
export function eachRecord(fetched: FetchedPartition, from: number, tell: (record: RecordView) => void): number {
  const { batches } = fetched
  const aborted = new Aborted(fetched.aborted)
  const record = new RecordView()
  let next = from
  for (let at = 0; at + HEAD_BYTES <= batches.length; ) {
    const end = at + LENGTH_COUNTS_FROM + batches.readInt32BE(at + LENGTH_AT)
    if (end > batches.length) break
    const batch = headOf(fetched, batches.subarray(at, end))
    if (!aborted.hides(batch)) tellBatch(batch, record, from, tell)
    next = Math.max(next, batch.lastOffset + 1)
    at = end
  }
  return next
}

interface BatchHead {
  readonly baseOffset: number
  readonly lastOffset: number
  readonly attributes: number
  readonly firstTimestamp: number
  readonly maxTimestamp: number
  readonly producerId: number
  readonly count: number
  readonly records: Buffer
}

function headOf(place: FetchedPartition, bytes: Buffer): BatchHead {
  const reader = new ByteReader(bytes)
  const baseOffset = reader.int64()
  if (bytes[MAGIC_AT] !== MAGIC) throw new UnreadableBatch(place, baseOffset, `format ${bytes[MAGIC_AT]} of a broker before 0.11`)
  reader.at = ATTRIBUTES_AT
  const [attributes, lastDelta, firstTimestamp, maxTimestamp, producerId] = [reader.int16(), reader.int32(), reader.int64(), reader.int64(), reader.int64()]
  const codec = attributes & CODEC_MASK
  const decompress = DECOMPRESS[codec]
  if (!decompress) throw new UnreadableBatch(place, baseOffset, `compressed with ${CODECS[codec] ?? `codec ${codec}`}; gzip, zstd and none can be read`)
  reader.at = HEAD_BYTES - 4
  return { baseOffset, lastOffset: baseOffset + lastDelta, attributes, firstTimestamp, maxTimestamp, producerId, count: reader.int32(), records: decompress(bytes.subarray(HEAD_BYTES)) }
}

function tellBatch({ baseOffset, attributes, firstTimestamp, maxTimestamp, count, records }: BatchHead, record: RecordView, from: number, tell: (record: RecordView) => void): void {
  if (attributes & CONTROL) return
  record.open(records)
  for (let n = 0; n < count; n++) {
    record.step(baseOffset, firstTimestamp)
    if (attributes & APPEND_TIME) record.timestamp = maxTimestamp
    if (record.offset >= from) tell(record)
  }
}

/** Which producers are in a transaction that was aborted, as the batches go by. */
class Aborted {
  readonly #toCome: AbortedTransaction[]
  readonly #producers = new Set<number>()

  constructor(transactions: readonly AbortedTransaction[]) {
    this.#toCome = transactions.toSorted((a, b) => a.firstOffset - b.firstOffset)
  }

  hides({ lastOffset, attributes, producerId, records }: BatchHead): boolean {
    while (this.#toCome.length > 0 && this.#toCome[0].firstOffset <= lastOffset) this.#producers.add(this.#toCome.shift()!.producerId)
    const isHidden = (attributes & TRANSACTIONAL) !== 0 && this.#producers.has(producerId)
    if (isHidden && attributes & CONTROL && isAbort(records)) this.#producers.delete(producerId)
    return isHidden
  }
}

function isAbort(records: Buffer): boolean {
  const record = new RecordView()
  record.open(records)
  record.step(0, 0)
  return record.key!.readInt16BE(2) === ABORT
}
