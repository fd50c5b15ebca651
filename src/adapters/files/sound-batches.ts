import { statSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { ORDER_PREFIX } from '../../engine/kernel/order-record.ts'
import { linesOf, partitionDir, type Segment, segmentsOf } from '../embedded/segment-files.ts'
import type { RecordedBatch } from '../embedded/segment-log.ts'
import { damagedRecord } from './record-damage.ts'

const CHUNK_BYTES_MAX = 1 << 20
const ORDER = /^(\{"topic":"order","batch":(\d{1,15}),"now":(-?\d{1,15}),"inputs":(\d{1,9})\b.*),"crc":(\d{1,10})\}$/s

export interface SoundSetting {
  readonly runDir: string
  readonly partition: number
  /** Offset at which a batch begins. */
  readonly from?: number
  /** Where in its segment that is, if somebody knows: what stands before it is not read then. */
  readonly byte?: number
  /** Offset behind the last record, where that is known; without it a log may end in the middle of a batch, as after a kill. */
  readonly end?: number
}

/** Lines that wait for their order record, and where they stand. */
export interface Open {
  readonly lines: readonly string[]
  readonly file: string
  readonly byte: number
  readonly record: number
  readonly partition: number
}

/** What the next batch must follow. */
interface Before {
  readonly batch: number | undefined
  readonly now: number
}

/**
 * The committed batches of a partition, each proved before it is told: checksum, batch numbers without a gap, a `now`
 * that never falls, segments that follow one another. Throws a UserError with partition, file, byte and record at what
 * is not sound; everything before it was told by then.
 */
export function* soundBatches({ runDir, partition, from = 0, byte, end }: SoundSetting): Generator<RecordedBatch> {
  const segments = segmentsOf(partitionDir(runDir, partition))
  const first = Math.max(0, segments.findLastIndex(({ base }) => base <= from))
  let record = first === 0 ? 0 : segments[first].base
  let before: Before = first === 0 && !byte ? { ...ANY, batch: -1 } : ANY
  for (const [index, segment] of segments.slice(first).entries()) {
    if (segment.base !== record) throw misplaced(segment, partition, record)
    const start = index === 0 && byte ? { byte, record: from } : { byte: 0, record }
    for (const batch of batchesOf(segment, partition, before, start)) {
      ;[record, before] = [batch.nextOffset, batch]
      if (batch.firstOffset >= from) yield batch
    }
  }
  if (end !== undefined && record !== end) throw tooShort(segments.at(-1), partition, record, end)
}

function* batchesOf({ path: file }: Segment, partition: number, first: Before, start: Pick<Open, 'byte' | 'record'>): Generator<RecordedBatch> {
  let [byte, record, before] = [start.byte, start.record, first]
  let lines: string[] = []
  // A small file needs no large buffer.
  for (const { lines: whole } of linesOf(file, start.byte, Math.min(CHUNK_BYTES_MAX, statSync(file).size + 1))) {
    for (const line of whole) {
      lines.push(line)
      if (!line.startsWith(ORDER_PREFIX)) continue
      const batch = proveBatch({ lines, file, byte, record, partition }, before)
      yield batch
      ;[byte, record, before, lines] = [byte + bytesOf(lines), batch.nextOffset, batch, []]
    }
  }
}

const ANY: Before = { batch: undefined, now: -Infinity }

/** The last of the lines is an order record, or looks like one. Without `before`, whatever stands before it. */
export function proveBatch(open: Open, before = ANY): RecordedBatch {
  const { lines, record } = open
  const orderLine = lines.at(-1)!
  const last = lines.length - 1
  const [, head, ...numbers] = ORDER.exec(orderLine) ?? []
  if (head === undefined) throw damage(open, last, orderLine, 'an order record holds batch, now, inputs and crc, and ends with them')
  const [batch, now, inputs, expected] = numbers.map(Number)
  const crc = crc32(head, last === 0 ? 0 : crc32(`${lines.slice(0, -1).join('\n')}\n`))
  if (crc !== expected) throw damage(open, 0, open.lines[0], `records ${record} to ${record + last} have crc ${crc}; their order record says ${expected}`)
  if (before.batch !== undefined && batch !== before.batch + 1) throw damage(open, last, `batch ${batch}`, `batch ${before.batch + 1} comes next: there is a gap, or two files overlap`)
  if (now < before.now) throw damage(open, last, `now ${now}`, `time never goes backwards; it was ${before.now}`)
  if (inputs > last) throw damage(open, last, `inputs ${inputs}`, `${last} lines stand before this order record`)
  return { firstOffset: record, records: lines.slice(0, inputs), outputs: lines.slice(inputs, -1), orderLine, batch, now, nextOffset: record + lines.length }
}

function damage({ lines, file, byte, record, partition }: Open, line: number, value: string, rule: string) {
  return damagedRecord({ partition, file, byte: byte + bytesOf(lines.slice(0, line)), record: record + line, value, rule })
}

const bytesOf = (lines: readonly string[]): number => lines.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0)

function misplaced({ path, base }: Segment, partition: number, record: number) {
  const rule = base > record ? `the file of record ${record} comes next: the one before is cut off, or there is a gap` : `the file of record ${record} comes next: two files overlap`
  return damagedRecord({ partition, file: path, byte: 0, record, value: `a file of record ${base}`, rule })
}

function tooShort(last: Segment | undefined, partition: number, record: number, end: number) {
  const file = last?.path ?? `log/${partition}`
  const byte = last ? statSync(last.path).size : 0
  return damagedRecord({ partition, file, byte, record, value: 'the end of the file', rule: `the records 0 to ${end - 1} were recorded; the rest is cut off or not readable` })
}
