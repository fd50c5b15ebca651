import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { crc32 } from 'node:zlib'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import { UserError } from '../user-error.ts'
import type { DroppedHeaders } from './public-headers.ts'

export const DOCUMENT = 'recording.json'

/** Of one partition of a topic: offsets from `from` up to, not including, `to`. */
export interface RecordedRange {
  readonly topic: string
  readonly partition: number
  readonly from: number
  readonly to: number
  /** Fewer than the offsets where the topic was compacted, or has the marks of transactions. */
  readonly records: number
}

/** What a recording says of itself: written last, so a folder that has it is whole. */
export interface RecordingDocument {
  readonly schemaVersion: 1
  /** `recorded`: the order in which a run took them; `merged`: made by this tool, by time, topic, partition and offset. */
  readonly order: 'recorded' | 'merged'
  readonly source: string
  readonly ranges: readonly RecordedRange[]
  readonly records: number
  /** Epoch ms of the first and the last batch; null where there is none. */
  readonly startsAt: number | null
  readonly endsAt: number | null
  readonly droppedHeaders: DroppedHeaders
  /** Offset behind the last record of each partition's log. */
  readonly ends: readonly number[]
  /** SHA-256 of every other file, by its path in the folder. */
  readonly files: Readonly<Record<string, string>>
}

export const sha256Of = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex')

export function writeRecordingDocument(dir: string, document: RecordingDocument): void {
  const text = JSON.stringify(document)
  writeWhole(join(dir, DOCUMENT), `${text.slice(0, -1)},"crc":${crc32(text)}}\n`)
}

/** Undefined for a run's own folder, which needs none. Throws a UserError where it is damaged or of another version. */
export function readRecordingDocument(dir: string): RecordingDocument | undefined {
  const path = join(dir, DOCUMENT)
  if (!existsSync(path)) return undefined
  const written = readFileSync(path, 'utf8')
  const [, head, crc] = /^(\{.*),"crc":(\d{1,10})\}\n$/s.exec(written) ?? []
  if (head === undefined || crc32(`${head}}`) !== Number(crc)) throw refusal(path, written, 'a document whose last field is the checksum of what stands before it')
  const document = JSON.parse(`${head}}`) as RecordingDocument
  if (document.schemaVersion !== 1) throw refusal(path, `schemaVersion ${String(document.schemaVersion)}`, 'version 1 is the one that is known', 'read it with the version of promo that made it, or with a newer one')
  return document
}

function refusal(place: string, value: string, rule: string, fix = 'take it from a backup, or record again'): UserError {
  const shown = value.slice(0, 80).replaceAll(/[\p{Cc}\p{Cs}]/gu, '\uFFFD')
  return new UserError({ code: 'damaged_recording', message: `${place} is not as it was written`, place, value: shown, rule, fix, exitCode: 104 })
}
