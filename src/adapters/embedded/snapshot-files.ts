import { closeSync, fstatSync, mkdirSync, openSync, readdirSync, readFileSync, readSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { Checkpoint, Checkpoints } from '../../engine/kernel/ports.ts'
import { decodeCheckpoint, encodeCheckpoint } from '../checkpoint-bytes.ts'

const NAME = /^snapshot-(\d{20})\.bin$/
/** A second one would only help where a file goes bad by itself, and then the log is there. */
const KEPT = 1
/** Behind the checkpoint's own bytes: a state that is wrong would be worse than none. */
const CHECKSUM_BYTES = 4

/**
 * Checkpoints as files. A file appears whole (written aside, then renamed) or not at all; the newest stays, and one that
 * cannot be read, or is not as it was written, is passed over, because the log can do without.
 */
export class SnapshotFiles implements Checkpoints {
  readonly #dir: string

  constructor(dir: string) {
    this.#dir = dir
    mkdirSync(dir, { recursive: true })
  }

  async save(checkpoint: Checkpoint, published?: Promise<boolean>): Promise<void> {
    if ((await published) === false) return
    const path = join(this.#dir, `snapshot-${String(checkpoint.offset).padStart(20, '0')}.bin`)
    writePieces(`${path}.part`, encodeCheckpoint(checkpoint))
    renameSync(`${path}.part`, path)
    for (const old of namesIn(this.#dir).slice(0, -KEPT)) rmSync(join(this.#dir, old))
  }

  async newest(): Promise<Checkpoint | undefined> {
    return newestWhere(this.#dir, () => true)
  }

  /** A disk that lies: one byte in the middle of the newest file is another from now on. */
  spoil(): void {
    const newest = namesIn(this.#dir).at(-1)
    if (newest !== undefined) flipByte(join(this.#dir, newest))
  }
}

/** The newest checkpoint in a partition's folder that fits and can be read; undefined: only the log's start does. */
export function newestWhere(dir: string, fits: (checkpoint: Checkpoint) => boolean): Checkpoint | undefined {
  for (const name of namesIn(dir).reverse()) {
    const checkpoint = decodeWhole(readFileSync(join(dir, name)))
    if (checkpoint && fits(checkpoint)) return checkpoint
  }
  return undefined
}

const namesIn = (dir: string): string[] => readdirSync(dir).filter((name) => NAME.test(name)).sort()

/** One after another, not as one buffer: a state of 100 MB is not copied to be written. */
function writePieces(path: string, pieces: readonly Buffer[]): void {
  const file = openSync(path, 'w')
  try {
    let checksum = 0
    for (const piece of pieces) {
      writeFileSync(file, piece)
      // Over no bytes at all, zlib begins anew.
      if (piece.length > 0) checksum = crc32(piece, checksum)
    }
    writeFileSync(file, checksumBytes(checksum))
  } finally {
    closeSync(file)
  }
}

function decodeWhole(bytes: Buffer): Checkpoint | undefined {
  const end = Math.max(0, bytes.length - CHECKSUM_BYTES)
  const isWhole = checksumBytes(crc32(bytes.subarray(0, end))).equals(bytes.subarray(end))
  return isWhole ? decodeCheckpoint(bytes.subarray(0, end)) : undefined
}

function checksumBytes(checksum: number): Buffer {
  const bytes = Buffer.alloc(CHECKSUM_BYTES)
  bytes.writeUInt32LE(checksum)
  return bytes
}

function flipByte(path: string): void {
  const file = openSync(path, 'r+')
  try {
    const [byte, at] = [Buffer.alloc(1), Math.floor(fstatSync(file).size / 2)]
    readSync(file, byte, 0, 1, at)
    writeSync(file, Buffer.of(byte[0] ^ 0xff), 0, 1, at)
  } finally {
    closeSync(file)
  }
}
