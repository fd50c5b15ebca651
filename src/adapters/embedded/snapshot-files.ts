import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Checkpoint, Checkpoints } from '../../engine/kernel/ports.ts'

const NAME = /^snapshot-(\d{20})\.bin$/
/** A second one would only help where a file goes bad by itself, and then the log is there. */
const KEPT = 1
/** A snapshot of another format cannot be read. */
const FORMAT = 3

interface Header {
  readonly format: typeof FORMAT
  readonly offset: number
  readonly nextBatch: number
  /** Null before the first batch: -Infinity is not JSON. */
  readonly now: number | null
  /** Numbers a part (stored behind the header, in this order) or JSON text. */
  readonly parts: readonly { readonly name: string; readonly numbers?: number; readonly text?: string }[]
}

/**
 * Checkpoints as files: a line of JSON, then raw little-endian doubles. A file appears whole (written aside, then
 * renamed) or not at all; the newest stays, and one that cannot be read is passed over, because the log can do without.
 */
export class SnapshotFiles implements Checkpoints {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
    mkdirSync(dir, { recursive: true })
  }

  async save(checkpoint: Checkpoint): Promise<void> {
    const path = join(this.#dir, `snapshot-${String(checkpoint.offset).padStart(20, '0')}.bin`)
    writePieces(`${path}.part`, encode(checkpoint))
    renameSync(`${path}.part`, path)
    for (const old of this.#names().slice(0, -KEPT)) rmSync(join(this.#dir, old))
  }

  async newest(): Promise<Checkpoint | undefined> {
    for (const name of this.#names().reverse()) {
      const checkpoint = decode(readFileSync(join(this.#dir, name)))
      if (checkpoint) return checkpoint
    }
    return undefined
  }

  #names(): string[] {
    return readdirSync(this.#dir).filter((name) => NAME.test(name)).sort()
  }
}

/** One after another, not as one buffer: a state of 100 MB is not copied to be written. */
function writePieces(path: string, pieces: readonly Buffer[]): void {
  const file = openSync(path, 'w')
  try {
    for (const piece of pieces) writeFileSync(file, piece)
  } finally {
    closeSync(file)
  }
}

function encode({ offset, nextBatch, now, parts: saved }: Checkpoint): Buffer[] {
  const entries = Object.entries(saved)
  const parts = entries.map(([name, part]) => (typeof part === 'string' ? { name, text: part } : { name, numbers: part.length }))
  const header: Header = { format: FORMAT, offset, nextBatch, now, parts }
  const numbers = entries.flatMap(([, part]) => (typeof part === 'string' ? [] : [Buffer.from(part.buffer, part.byteOffset, part.byteLength)]))
  return [Buffer.from(`${JSON.stringify(header)}\n`), ...numbers]
}

/** Undefined where the file is not whole. */
function decode(bytes: Buffer): Checkpoint | undefined {
  const headerEnd = bytes.indexOf(0x0a)
  const header = readHeader(bytes, headerEnd)
  if (!header) return undefined
  const parts: Record<string, Float64Array | string> = {}
  let at = headerEnd + 1
  for (const { name, text, numbers = 0 } of header.parts) {
    const end = at + numbers * 8
    if (end > bytes.length) return undefined
    parts[name] = text ?? new Float64Array(Uint8Array.prototype.slice.call(bytes, at, end).buffer)
    at = end
  }
  const { offset, nextBatch, now } = header
  return { offset, nextBatch, now: now ?? -Infinity, parts }
}

function readHeader(bytes: Buffer, end: number): Header | undefined {
  try {
    const header = JSON.parse(bytes.toString('utf8', 0, end)) as Header
    return header.format === FORMAT ? header : undefined
  } catch {
    return undefined
  }
}
