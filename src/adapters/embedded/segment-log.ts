import { truncateSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import type { Commit, CommittedBatch, EventLog, InputBatch } from '../../engine/kernel/ports.ts'
import { ORDER_PREFIX, orderHead, orderRecord } from '../../engine/kernel/order-record.ts'
import { OUTPUT_PREFIX, toInputLine } from '../input-line.ts'
import type { ByteRing } from './byte-ring.ts'
import { linesOf, segmentsOf, SegmentWriter } from './segment-files.ts'

const ANY_OUTPUT_PREFIX = new RegExp(OUTPUT_PREFIX, 'm')

export interface SegmentLogOptions {
  readonly dir: string
  readonly ring?: ByteRing
  readonly batchBytesMax: number
  readonly segmentBytesMax: number
}

const NOTHING: InputBatch = { firstOffset: 0, records: [], more: false }

/**
 * The embedded event log: one file of JSON lines a partition, cut into segments. Inputs are appended as they arrive
 * (from then on they are accepted); the outputs of a batch follow with its order record in a single write, which is the
 * commit. Survives the end of the process at any instant: what counts is the prefix up to the last whole order record,
 * and the whole input lines behind it. The end of the power supply is another matter: nothing is fsynced.
 */
export class SegmentLog implements EventLog {
  readonly #options: SegmentLogOptions
  readonly #writer: SegmentWriter
  readonly #intake: Buffer
  #outgoing: Buffer
  #nextOffset = 0
  #pending: InputBatch = NOTHING
  #pendingCrc = 0
  #lastBatch = -1

  constructor(options: SegmentLogOptions) {
    this.#options = options
    this.#mend()
    this.#writer = new SegmentWriter(options.dir, options.segmentBytesMax)
    this.#intake = Buffer.allocUnsafe(options.batchBytesMax)
    this.#outgoing = Buffer.allocUnsafe(1 << 16)
  }

  /** Offset of the next record. */
  get nextOffset(): number {
    return this.#nextOffset
  }

  async take(): Promise<InputBatch> {
    if (this.#pending.records.length > 0) return this.#pending
    const { ring } = this.#options
    const bytes = ring ? peekAt(ring, this.#intake) : this.#intake.subarray(0, 0)
    return bytes.length === 0 ? NOTHING : this.#accept(bytes)
  }

  /** Input lines of another log, where no ring brings them: the next batch. The one before must be committed. */
  accept(records: readonly string[]): void {
    if (records.length > 0) this.#append(records, Buffer.from(`${records.join('\n')}\n`))
  }

  async commit(commit: Commit): Promise<number> {
    const { batch, lines } = commit
    // Whoever did not hear that it was done asks again.
    if (batch === this.#lastBatch) return this.#nextOffset
    // Added up instead of joined: the pieces are copied once, when they are encoded, and not twice.
    let text = ''
    for (const line of lines) text += `${line}\n`
    const head = orderHead(commit)
    const body = this.#encode(text, head.length)
    const crc = crc32(head, crc32(this.#outgoing.subarray(0, body), this.#pendingCrc))
    const end = body + this.#outgoing.write(`${orderRecord(head, crc)}\n`, body)
    this.#writer.append(this.#outgoing.subarray(0, end), this.#nextOffset)
    this.#nextOffset += lines.length + 1
    this.#pending = NOTHING
    this.#pendingCrc = 0
    this.#lastBatch = batch
    this.#writer.batchEnded()
    return this.#nextOffset
  }

  async *committed(offset: number): AsyncIterable<CommittedBatch> {
    yield* committedBatches(this.#options.dir, offset)
  }

  close(): void {
    this.#writer.close()
  }

  #accept(bytes: Buffer): InputBatch {
    const text = bytes.toString('utf8', 0, bytes.length - 1)
    const escaped = ANY_OUTPUT_PREFIX.test(text)
    const records = (escaped ? text.split('\n').map(toInputLine) : text.split('\n'))
    this.#append(records, escaped ? Buffer.from(`${records.join('\n')}\n`) : bytes)
    this.#options.ring?.release(bytes.length, records.length)
    return this.#pending
  }

  #append(records: readonly string[], written: Buffer): void {
    this.#writer.append(written, this.#nextOffset)
    this.#pending = { firstOffset: this.#nextOffset, records, more: false }
    this.#pendingCrc = crc32(written)
    this.#nextOffset += records.length
  }

  /** Leaves room behind the text for the order record, which can be long: it lists offsets. */
  #encode(text: string, headLength: number): number {
    const needed = (text.length + headLength) * 3 + 64
    if (this.#outgoing.length < needed) this.#outgoing = Buffer.allocUnsafe(needed * 2)
    return this.#outgoing.write(text)
  }

  /** After the end of a process: cuts what is torn or void, and finds the inputs that were accepted but not decided. */
  #mend(): void {
    const tail = findTail(this.#options.dir)
    if (!tail) return
    truncateSync(tail.path, tail.end)
    this.#nextOffset = tail.firstOffset + tail.inputs.length
    if (tail.inputs.length === 0) return
    this.#pending = { firstOffset: tail.firstOffset, records: tail.inputs, more: false }
    this.#pendingCrc = crc32(`${tail.inputs.join('\n')}\n`)
  }
}

/** The next whole records: as many as fit into `intake`, or a single one that is longer, in a larger buffer. */
function peekAt(ring: ByteRing, intake: Buffer): Buffer {
  const size = ring.peek(intake)
  return size < 0 ? peekAt(ring, Buffer.allocUnsafe(intake.length * 2)) : intake.subarray(0, size)
}

interface Tail {
  readonly path: string
  /** Byte behind the last input that counts. */
  readonly end: number
  readonly firstOffset: number
  readonly inputs: readonly string[]
}

/** What stands behind the last order record of the last segment (batches do not cross segments). */
function findTail(dir: string): Tail | undefined {
  const last = segmentsOf(dir).at(-1)
  if (!last) return undefined
  let [end, offset] = [0, last.base]
  let behind: string[] = []
  for (const { lines } of linesOf(last.path)) {
    for (const line of lines) {
      behind.push(line)
      if (!line.startsWith(ORDER_PREFIX)) continue
      for (const done of behind) end += Buffer.byteLength(done) + 1
      offset += behind.length
      behind = []
    }
  }
  const firstOutput = behind.findIndex((line) => OUTPUT_PREFIX.test(line))
  const inputs = firstOutput < 0 ? behind : behind.slice(0, firstOutput)
  return { path: last.path, end: end + inputs.reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0), firstOffset: offset, inputs }
}

/** A committed batch with what was written for it. */
export interface RecordedBatch extends CommittedBatch {
  /** Output lines, as they stand behind the inputs. */
  readonly outputs: readonly string[]
  readonly orderLine: string
}

/** Committed batches from `offset` on, read from the segments. */
export function* committedBatches(dir: string, offset: number): Generator<CommittedBatch> {
  const segments = segmentsOf(dir)
  const first = segments.findLastIndex(({ base }) => base <= offset)
  for (const segment of segments.slice(Math.max(0, first))) yield* batchesOf(segment.path, segment.base, offset)
}

function* batchesOf(path: string, base: number, from: number): Generator<CommittedBatch> {
  let next = base
  let open: string[] = []
  for (const { lines } of linesOf(path)) {
    for (const line of lines) {
      open.push(line)
      if (!line.startsWith(ORDER_PREFIX)) continue
      const firstOffset = next
      next += open.length
      if (firstOffset >= from) yield toBatch(line, open, firstOffset, next)
      open = []
    }
  }
}

function toBatch(orderLine: string, lines: readonly string[], firstOffset: number, nextOffset: number): CommittedBatch {
  const { batch, now, inputs } = JSON.parse(orderLine) as { batch: number; now: number; inputs: number }
  return { firstOffset, records: lines.slice(0, inputs), batch, now, nextOffset }
}
