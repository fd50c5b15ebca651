import { closeSync, openSync, readFileSync, readSync } from 'node:fs'
import { partitionDir, type Segment } from '../embedded/segment-files.ts'
import { type BatchMark, SegmentIndex } from '../embedded/segment-index.ts'
import type { RecordedBatch } from '../embedded/segment-log.ts'
import { proveBatch } from './sound-batches.ts'

/** A line that holds one of the texts, and where it stands. */
export interface FoundLine {
  readonly text: string
  readonly segment: Segment
  /** Where in its segment it begins. */
  readonly byte: number
}

/** A found line with the batch that it stands in. */
export interface ProvedLine {
  readonly batch: RecordedBatch
  readonly offset: number
}

const NEWLINE = 0x0a

/**
 * Finds lines of a partition's log by a text in them, looking at bytes: what does not hold it is never made a text, so a
 * log of a gigabyte takes a second. What is found is what stands there; `prove` holds its batch against its checksum.
 */
export class LineSearch {
  readonly #partition: number
  readonly #index: SegmentIndex

  constructor(runDir: string, partition: number) {
    this.#partition = partition
    this.#index = new SegmentIndex(partitionDir(runDir, partition))
  }

  /** From the oldest on; `before` is the offset of a batch's first record. */
  *forward(texts: readonly string[], before = Infinity): Generator<FoundLine> {
    for (const segment of this.#segments(before)) yield* this.#linesIn(segment, texts, before)
  }

  /** From the newest back. */
  *backward(texts: readonly string[], before = Infinity): Generator<FoundLine> {
    for (const segment of this.#segments(before).toReversed()) yield* [...this.#linesIn(segment, texts, before)].toReversed()
  }

  /** Throws a UserError where its batch is not as it was written; undefined where that was never committed. */
  prove({ segment, byte }: FoundLine): ProvedLine | undefined {
    const mark = this.#index.marksOf(segment).find((each) => byte < each.nextByte)
    if (!mark) return undefined
    const bytes = bytesOf(segment.path, mark.byte, mark.nextByte)
    const lines = bytes.toString('utf8', 0, bytes.length - 1).split('\n')
    const batch = proveBatch({ lines, file: segment.path, byte: mark.byte, record: mark.firstOffset, partition: this.#partition })
    return { batch, offset: mark.firstOffset + newlinesIn(bytes.subarray(0, byte - mark.byte)) }
  }

  /** The first batch of that time or later. */
  atTime(now: number): BatchMark | undefined {
    return this.#index.atTime(now)
  }

  #segments(before: number): readonly Segment[] {
    return this.#index.segments.filter(({ base }) => base < before)
  }

  *#linesIn(segment: Segment, texts: readonly string[], before: number): Generator<FoundLine> {
    const bytes = this.#bytesOf(segment, before)
    const places = texts.map((text) => bytes.indexOf(text))
    for (;;) {
      const found = Math.min(...places.map((place) => (place < 0 ? Infinity : place)))
      if (found === Infinity) return
      const byte = bytes.lastIndexOf(NEWLINE, found) + 1
      const end = bytes.indexOf(NEWLINE, found)
      // Torn: nobody has written it to its end.
      if (end < 0) return
      yield { text: bytes.toString('utf8', byte, end), segment, byte }
      for (const [index, place] of places.entries()) if (place >= 0 && place < end) places[index] = bytes.indexOf(texts[index], end)
    }
  }

  #bytesOf(segment: Segment, before: number): Buffer {
    const bytes = readFileSync(segment.path)
    const isLast = this.#index.segments.find(({ base }) => base > segment.base && base < before) === undefined
    const last = isLast && before !== Infinity ? this.#index.atOffset(before - 1) : undefined
    return last ? bytes.subarray(0, last.nextByte) : bytes
  }
}

function bytesOf(path: string, from: number, to: number): Buffer {
  const file = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(to - from)
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from))
  } finally {
    closeSync(file)
  }
}

function newlinesIn(bytes: Buffer): number {
  let count = 0
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) count++
  return count
}
