import { csv } from './csv.ts'
import { jsonl } from './jsonl.ts'
import { kcat } from './kcat.ts'
import type { RecordingFormat } from './line.ts'
import type { FormatName } from './names.ts'

/** Kinds of files that become recordings. */
export const RECORDING_FORMATS: Readonly<Record<FormatName, RecordingFormat>> = { kcat, jsonl, csv }
