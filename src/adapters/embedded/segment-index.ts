import { closeSync, openSync, readSync } from 'node:fs'
import { ORDER_PREFIX } from '../../engine/kernel/order-record.ts'
import { type Segment, segmentsOf } from './segment-files.ts'

/** Where a committed batch stands, and when it was decided. */
export interface BatchMark {
  readonly batch: number
  readonly now: number
  readonly firstOffset: number
  /** Offset behind its order record. */
  readonly nextOffset: number
  /** Where in its segment it begins. */
  readonly byte: number
  /** Where it ends there. */
  readonly nextByte: number
}

const CHUNK_BYTES = 1 << 20
const SCANNED_MAX = 4
/** A batch has this at most, as a rule. */
const HEAD_CHUNK_BYTES = 1 << 17
const NEWLINE = 0x0a
const PREFIX = Buffer.from(ORDER_PREFIX)
const HEAD = new RegExp(`^${ORDER_PREFIX},"batch":(\\d+),"now":(-?\\d+)`)
const HEAD_BYTES_MAX = 80

/**
 * Finds batches by offset or by time without reading the log: binary search over the segments, by their names and their
 * first order records, then one segment is scanned for its order records. A batch never crosses segments.
 */
export class SegmentIndex {
  readonly segments: readonly Segment[]
  #last: BatchMark | undefined
  readonly #first = new Map<Segment, BatchMark | undefined>()
  readonly #scanned = new Map<Segment, readonly BatchMark[]>()

  /** Of a partition's folder as it is now; what is appended later is not seen. */
  constructor(dir: string) {
    this.segments = segmentsOf(dir)
  }

  /** The batch that holds a record, or the first one behind it; undefined behind the last. */
  atOffset(offset: number): BatchMark | undefined {
    const at = this.#lastSegmentWhere(({ base }) => base <= offset)
    return this.#firstFrom(Math.max(0, at), ({ nextOffset }) => nextOffset > offset)
  }

  /** The first batch that was decided at this time or later; undefined where all were decided before. */
  atTime(now: number): BatchMark | undefined {
    return this.#firstFrom(Math.max(0, this.#lastSegmentBefore(now)), (mark) => mark.now >= now)
  }

  /** No more than so many records stand before the first batch of this time or later: told by the segments' first batches. */
  mostBefore(now: number): number {
    return this.segments[this.#lastSegmentBefore(now) + 1]?.base ?? Infinity
  }

  first(): BatchMark | undefined {
    return markIn(this.segments, (segment) => this.firstOf(segment))
  }

  last(): BatchMark | undefined {
    return (this.#last ??= markIn(this.segments.toReversed(), (segment) => this.marksOf(segment).at(-1)))
  }

  /** Of a segment, its first batch; undefined where none was committed in it. */
  firstOf(segment: Segment): BatchMark | undefined {
    if (!this.#first.has(segment)) this.#first.set(segment, marksIn(segment, HEAD_CHUNK_BYTES).next().value as BatchMark | undefined)
    return this.#first.get(segment)
  }

  /** All batches of a segment. Some answers are kept: whoever looks for a place looks around it. */
  marksOf(segment: Segment): readonly BatchMark[] {
    const known = this.#scanned.get(segment)
    if (known) return known
    const marks = [...marksIn(segment, CHUNK_BYTES)]
    const [oldest] = this.#scanned.keys()
    if (this.#scanned.size === SCANNED_MAX) this.#scanned.delete(oldest)
    this.#scanned.set(segment, marks)
    return marks
  }

  #firstFrom(index: number, holds: (mark: BatchMark) => boolean): BatchMark | undefined {
    return markIn(this.segments.slice(index), (segment) => this.marksOf(segment).find(holds))
  }

  #lastSegmentBefore(now: number): number {
    return this.#lastSegmentWhere((segment) => (this.firstOf(segment)?.now ?? Infinity) < now)
  }

  /** `holds` is true for the segments up to one of them, and false behind it. */
  #lastSegmentWhere(holds: (segment: Segment) => boolean): number {
    let [low, high] = [0, this.segments.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (holds(this.segments[middle])) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}

/** Of the first segment that has one. */
function markIn(segments: readonly Segment[], markOf: (segment: Segment) => BatchMark | undefined): BatchMark | undefined {
  for (const segment of segments) {
    const mark = markOf(segment)
    if (mark) return mark
  }
  return undefined
}

/** Looks at bytes, not at text: a segment of 16 MB takes some milliseconds. A torn last line is left out. */
function* marksIn({ path, base }: Segment, chunkBytes: number): Generator<BatchMark, undefined> {
  let [firstOffset, offset, byte] = [base, base, 0]
  for (const { bytes, from, nextByte } of linesIn(path, chunkBytes)) {
    offset++
    if (!isOrderRecord(bytes, from)) continue
    const [, batch, now] = HEAD.exec(bytes.toString('latin1', from, from + HEAD_BYTES_MAX)) ?? []
    yield { batch: Number(batch), now: Number(now), firstOffset, nextOffset: offset, byte, nextByte }
    ;[firstOffset, byte] = [offset, nextByte]
  }
  return undefined
}

/** Where each whole line begins, in a buffer that holds all of it until the next one is asked for; and behind it in the file. */
function* linesIn(path: string, chunkBytes: number): Generator<{ readonly bytes: Buffer; readonly from: number; readonly nextByte: number }> {
  const file = openSync(path, 'r')
  try {
    let bytes = Buffer.allocUnsafe(chunkBytes)
    let [kept, position] = [0, 0]
    for (;;) {
      if (kept === bytes.length) bytes = Buffer.concat([bytes, Buffer.allocUnsafe(bytes.length)])
      const read = readSync(file, bytes, kept, bytes.length - kept, null)
      if (read === 0) return
      const filled = bytes.subarray(0, kept + read)
      let from = 0
      for (let end = filled.indexOf(NEWLINE); end >= 0; from = end + 1, end = filled.indexOf(NEWLINE, from)) yield { bytes, from, nextByte: position + end + 1 }
      bytes.copyWithin(0, from, kept + read)
      kept += read - from
      position += from
    }
  } finally {
    closeSync(file)
  }
}

function isOrderRecord(bytes: Buffer, from: number): boolean {
  // The eleventh byte tells most lines apart; all of them begin like JSON with a topic.
  return bytes[from + 10] === PREFIX[10] && bytes.compare(PREFIX, 0, PREFIX.length, from, from + PREFIX.length) === 0
}
