import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { soundBatches } from '../../adapters/files/sound-batches.ts'
import { isRunFolder } from '../folders/run-folders.ts'
import { UserError } from '../user-error.ts'
import { readRecordingDocument, type RecordingDocument, sha256Of } from './recording-document.ts'

/** Reads all of a recording. Throws a UserError at the first thing that is not as it was written. */
export function checkRecording(dir: string): RecordingDocument {
  const document = readRecordingDocument(dir)
  if (!document && isRunFolder(dir)) throw runInstead(dir)
  if (!document) throw refusal(dir, 'no recording.json in it', 'a recording holds recording.json, written last', 'name a recording; one that is not finished is made again with promo record')
  for (const [partition, end] of document.ends.entries()) for (const _ of soundBatches({ runDir: dir, partition, end })) continue
  for (const [file, sha256] of Object.entries(document.files)) {
    const path = join(dir, file)
    if (!existsSync(path)) throw refusal(path, 'missing', 'every file that recording.json lists is there', 'take it from a backup')
    if (sha256Of(path) !== sha256) throw refusal(path, 'altered', `its SHA-256 is ${sha256}`, 'take it from a backup')
  }
  return document
}

/** A run's own folder has no sums of its files; its log is proved batch by batch. */
function runInstead(dir: string): UserError {
  const rule = 'a recording of promo record holds recording.json, with the SHA-256 of every file'
  return new UserError({ code: 'not_a_recording', message: `${dir} is the folder of a run`, place: '--check', value: dir, rule, fix: `promo verify ${dir} reads and judges all of it`, exitCode: 104 })
}

function refusal(place: string, value: string, rule: string, fix: string): UserError {
  return new UserError({ code: 'damaged_recording', message: `${place}: ${value}`, place, value, rule, fix, exitCode: 104 })
}
