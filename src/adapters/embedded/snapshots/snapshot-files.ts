import { closeSync, fstatSync, mkdirSync, openSync, readFileSync, readSync, renameSync, writeSync } from 'node:fs'
import { zstdCompressSync } from 'node:zlib'
import type { Checkpoint, Checkpoints } from '../../../engine/kernel/ports.ts'
import { writeWhole } from '../../files/write-whole.ts'
import { FAST, packedFile, placeOf, readSnapshot, type SnapshotPlace, toBePacked, writeSnapshot } from './snapshot-file.ts'
import { snapshotPath, snapshotsIn, thinOut, thinToSize } from './snapshot-folder.ts'

/** Told that a snapshot stands in a file, as it was written: whoever is told compresses it, and thins out what is there. */
export type OnSaved = (path: string) => void

/**
 * Checkpoints as files. A file appears whole (written aside, then renamed) or not at all; some stay, spread over the log,
 * and one that cannot be read, or is not as it was written, is passed over, because the log can do without.
 */
export class SnapshotFiles implements Checkpoints {
  readonly #dir: string
  readonly #onSaved: OnSaved

  /** Without `onSaved`, whoever saves waits for that work. */
  constructor(dir: string, onSaved: OnSaved = (path) => packNow(dir, path)) {
    this.#dir = dir
    this.#onSaved = onSaved
    mkdirSync(dir, { recursive: true })
  }

  async save(checkpoint: Checkpoint, published?: Promise<boolean>): Promise<void> {
    if ((await published) === false) return
    const path = snapshotPath(this.#dir, checkpoint.offset)
    writeSnapshot(`${path}.part`, checkpoint)
    renameSync(`${path}.part`, path)
    this.#onSaved(path)
  }

  async newest(): Promise<Checkpoint | undefined> {
    return nearestSnapshot(this.#dir, () => true)
  }

  /** The log has come to its end, and with it the snapshots. */
  close(): void {
    thinToSize(this.#dir)
  }

  /** A disk that lies: one byte in the middle of the newest file is another from now on. */
  spoil(): void {
    const newest = snapshotsIn(this.#dir).at(-1)
    if (newest !== undefined) flipByte(newest.path)
  }
}

/** The newest checkpoint beside a partition's log that fits and is as it was written; undefined: only the log's start does. */
export function nearestSnapshot(dir: string, fits: (place: SnapshotPlace) => boolean): Checkpoint | undefined {
  for (const { path, offset } of snapshotsIn(dir).toReversed()) {
    const place = placeOf(path)
    const checkpoint = place && fits(place) ? readSnapshot(path) : undefined
    if (checkpoint?.offset === offset) return checkpoint
  }
  return undefined
}

function packNow(dir: string, path: string): void {
  const bytes = toBePacked(readFileSync(path))
  if (bytes) writeWhole(path, packedFile(bytes, zstdCompressSync(bytes, FAST)))
  thinOut(dir)
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
