import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import { UserError } from '../user-error.ts'
import type { DroppedHeaders } from './public-headers.ts'
import type { RecordedRange } from './recording-document.ts'
import type { Written } from './recording-writer.ts'

const FILE = 'progress.json'

/** How far a recording had come; everything up to there is in its files. */
export interface RecordProgress {
  /** What was asked for: another request must not go on here. */
  readonly request: string
  /** The next offset of each partition of each topic. */
  readonly positions: Readonly<Record<string, readonly (readonly [partition: number, offset: number])[]>>
  /** Where each partition is to end; null: nowhere. */
  readonly limits: RecordProgress['positions'] | null
  readonly written: readonly (Omit<Written, 'now'> & { readonly now: number | null })[]
  readonly ranges: readonly RecordedRange[]
  readonly startsAt: number | null
  readonly endsAt: number | null
  readonly stores: readonly string[]
  readonly droppedHeaders: DroppedHeaders
}

interface Kept extends RecordProgress {
  /** Bytes of each file by then. */
  readonly sizes: Readonly<Record<string, number>>
}

export function keepProgress(dir: string, progress: RecordProgress): void {
  const sizes = Object.fromEntries(filesIn(dir).map((path) => [path, statSync(join(dir, path)).size]))
  writeWhole(join(dir, FILE), JSON.stringify({ ...progress, sizes } satisfies Kept))
}

/** What is there of an earlier attempt, brought back to where it was last whole; undefined where there is none. */
export function takeUpProgress(dir: string, request: string): RecordProgress | undefined {
  if (!existsSync(join(dir, FILE))) return undefined
  const kept = JSON.parse(readFileSync(join(dir, FILE), 'utf8')) as Kept
  if (kept.request !== request) throw otherRequest(dir, kept.request)
  for (const path of filesIn(dir)) {
    const size = kept.sizes[path]
    if (size === undefined) rmSync(join(dir, path))
    else truncateSync(join(dir, path), size)
  }
  return kept
}

export const forgetProgress = (dir: string): void => rmSync(join(dir, FILE), { force: true })

const filesIn = (dir: string): readonly string[] => readdirSync(dir, { recursive: true, encoding: 'utf8' }).filter((path) => /^(log|meta)[/\\].+\.jsonl$/.test(path))

function otherRequest(place: string, value: string): UserError {
  const rule = 'a recording that was not finished goes on with the same topics, places and rules'
  return new UserError({ code: 'other_recording', message: `${place} holds an unfinished recording of something else`, place: '--out', value, rule, fix: `finish that one with its own flags, delete ${place}, or choose another --out`, exitCode: 104 })
}
