import { closeSync, existsSync, mkdirSync, openSync, readdirSync, readSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** Where one partition's log lives. */
export const partitionDir = (runDir: string, partition: number): string => join(runDir, 'log', String(partition))

export interface Segment {
  readonly path: string
  /** Offset of its first record. */
  readonly base: number
}

const SEGMENT_NAME = /^(\d{20})\.jsonl$/

/** Segments in order; none where there is no log yet. */
export function segmentsOf(dir: string): readonly Segment[] {
  if (!existsSync(dir)) return []
  const names = readdirSync(dir).filter((name) => SEGMENT_NAME.test(name))
  return names.sort().map((name) => ({ path: join(dir, name), base: Number(name.slice(0, 20)) }))
}

/** Appends to segments; a new one begins when the old one is full and the caller says that a batch has ended. */
export class SegmentWriter {
  readonly #dir: string
  readonly #segmentBytesMax: number
  #fd = -1
  #size = 0

  constructor(dir: string, segmentBytesMax: number) {
    mkdirSync(dir, { recursive: true })
    this.#dir = dir
    this.#segmentBytesMax = segmentBytesMax
    const last = segmentsOf(dir).at(-1)
    if (last) this.#open(last.path)
  }

  /** One write call: after the end of the process either a prefix of the bytes is in the file or all of them. */
  append(bytes: Uint8Array, offset: number): void {
    if (this.#fd < 0) this.#open(join(this.#dir, `${String(offset).padStart(20, '0')}.jsonl`))
    for (let done = 0; done < bytes.length; ) done += writeSync(this.#fd, bytes, done)
    this.#size += bytes.length
  }

  batchEnded(): void {
    if (this.#size >= this.#segmentBytesMax) this.close()
  }

  close(): void {
    if (this.#fd >= 0) closeSync(this.#fd)
    this.#fd = -1
    this.#size = 0
  }

  #open(path: string): void {
    this.#fd = openSync(path, 'a')
    this.#size = statSync(path).size
  }
}

/** Whole lines of a file from byte `from` on, chunk by chunk, with the position behind each chunk; a torn last line is left out. */
export function* linesOf(path: string, from = 0, chunkBytes = 1 << 20): Generator<{ readonly lines: readonly string[]; readonly end: number }> {
  const fd = openSync(path, 'r')
  try {
    let chunk = Buffer.allocUnsafe(chunkBytes)
    let kept = 0
    let position = from
    for (;;) {
      if (kept === chunk.length) chunk = Buffer.concat([chunk, Buffer.allocUnsafe(chunk.length)])
      const read = readSync(fd, chunk, kept, chunk.length - kept, position + kept)
      const filled = kept + read
      const whole = chunk.lastIndexOf(0x0a, filled - 1) + 1
      if (filled > 0 && whole > 0) {
        position += whole
        yield { lines: chunk.toString('utf8', 0, whole - 1).split('\n'), end: position }
        chunk.copyWithin(0, whole, filled)
        kept = filled - whole
      } else kept = filled
      if (read === 0) return
    }
  } finally {
    closeSync(fd)
  }
}
