import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Checkpoint, Checkpoints } from '../../engine/kernel/ports.ts'
import { decodeCheckpoint, encodeCheckpoint } from '../checkpoint-bytes.ts'

const NAME = /^snapshot-(\d{20})\.bin$/
/** A second one would only help where a file goes bad by itself, and then the log is there. */
const KEPT = 1

/**
 * Checkpoints as files. A file appears whole (written aside, then renamed) or not at all; the newest stays, and one that
 * cannot be read is passed over, because the log can do without.
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
}

/** The newest checkpoint in a partition's folder that fits and can be read; undefined: only the log's start does. */
export function newestWhere(dir: string, fits: (checkpoint: Checkpoint) => boolean): Checkpoint | undefined {
  for (const name of namesIn(dir).reverse()) {
    const checkpoint = decodeCheckpoint(readFileSync(join(dir, name)))
    if (checkpoint && fits(checkpoint)) return checkpoint
  }
  return undefined
}

const namesIn = (dir: string): string[] => readdirSync(dir).filter((name) => NAME.test(name)).sort()

/** One after another, not as one buffer: a state of 100 MB is not copied to be written. */
function writePieces(path: string, pieces: readonly Buffer[]): void {
  const file = openSync(path, 'w')
  try {
    for (const piece of pieces) writeFileSync(file, piece)
  } finally {
    closeSync(file)
  }
}
