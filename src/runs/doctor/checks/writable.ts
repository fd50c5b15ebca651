import { mkdtempSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { nearestExisting } from '../../folders/create-run-folder.ts'
import { runsDir } from '../../folders/home.ts'
import type { DoctorCheck, Finding } from '../doctor-check.ts'

export const homeWritable: DoctorCheck = {
  summary: 'the folder of the runs',
  rule: 'you may write in it',
  isNeeded: true,
  look: () => tryIn(nearestExisting(runsDir()), resolve(runsDir()), 'choose another PROMO_HOME, or home: in promo.config.yaml'),
}

export const tempWritable: DoctorCheck = {
  summary: 'the folder for temporary files',
  rule: 'you may write in it',
  isNeeded: true,
  look: () => tryIn(tmpdir(), tmpdir(), 'set TMPDIR to a folder of yours'),
}

/** Rights, quotas and read-only disks all show in the one way that counts. */
function tryIn(dir: string, found: string, fix: string): Finding {
  try {
    rmdirSync(mkdtempSync(join(dir, 'promo-doctor-')))
    return { isGood: true, found }
  } catch (error) {
    return { isGood: false, found: `${found}: ${(error as NodeJS.ErrnoException).code ?? String(error)}`, fix }
  }
}
