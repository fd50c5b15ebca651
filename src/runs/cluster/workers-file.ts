import { join } from 'node:path'
import { writeWhole } from '../../adapters/files/write-whole.ts'
import type { Absence } from './absences.ts'

/** For the checks, which know of planned faults only. Where nobody vanished there is no such file. */
export function writeWorkers(runDir: string, absences: readonly Absence[]): void {
  if (absences.length > 0) writeWhole(join(runDir, 'workers.json'), `${JSON.stringify({ schemaVersion: 1, absences })}\n`)
}
