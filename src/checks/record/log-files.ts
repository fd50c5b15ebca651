import { closeSync, openSync, readdirSync, readSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { LogSource } from './log-reader.ts'

const SEGMENT = /^\d{20}\.jsonl$/
const CHUNK_BYTES = 1 << 20

/** The log of one partition (`log/<p>`), segment by segment; empty where the folder is not there (yet). */
export function* logFiles(directory: string): LogSource {
  for (const file of names(directory).filter((name) => SEGMENT.test(name))) {
    yield { file, firstOffset: Number(basename(file, '.jsonl')) }
    yield* fileChunks(join(directory, file))
  }
}

/** A file in big pieces. Each piece is overwritten by the next. */
export function* fileChunks(path: string): Generator<Uint8Array, void> {
  const chunk = Buffer.allocUnsafe(CHUNK_BYTES)
  const file = openSync(path, 'r')
  try {
    for (let length = readSync(file, chunk); length > 0; length = readSync(file, chunk)) yield chunk.subarray(0, length)
  } finally {
    closeSync(file)
  }
}

/** Sorted; none where there is no such folder. */
export function names(directory: string): string[] {
  try {
    return readdirSync(directory).sort()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw error
  }
}
