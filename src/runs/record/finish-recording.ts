import { readdirSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { type RecordingDocument, sha256Of, writeRecordingDocument } from './recording-document.ts'

export type Finished = Omit<RecordingDocument, 'schemaVersion' | 'files'>

/** The last two files, the document at the very end: without it a folder is no recording. */
export function finishRecording(dir: string, scenario: Scenario, finished: Finished): RecordingDocument {
  writeWhole(join(dir, 'scenario.json'), `${JSON.stringify(scenario, null, 2)}\n`)
  const document: RecordingDocument = { schemaVersion: 1, ...finished, files: Object.fromEntries(filesIn(dir).map((file) => [file, sha256Of(join(dir, file))])) }
  writeRecordingDocument(dir, document)
  return document
}

/** What belongs to a recording, by its path in the folder. */
function filesIn(dir: string): readonly string[] {
  const all = readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => join(dir, name))
  return all.filter((path) => statSync(path).isFile()).map((path) => relative(dir, path)).filter((path) => /^(scenario\.json|(log|meta)[/\\].+\.jsonl)$/.test(path)).sort()
}
