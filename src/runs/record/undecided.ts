import { UserError } from '../user-error.ts'
import { readRecordingDocument } from './recording-document.ts'

/** A recording that has only inputs cannot be judged: it would look like a run that lost everything. */
export function refuseUndecided(dir: string): void {
  if (readRecordingDocument(dir)?.order !== 'merged') return
  const rule = 'decisions are judged, and merged topics have none'
  throw new UserError({ code: 'no_decisions', message: `${dir} has records and no decisions`, place: '<run>', value: dir, rule, fix: `promo replay ${dir} decides them, and is judged; promo record --check ${dir} says whether the recording is whole`, exitCode: 104 })
}
