import { statfsSync } from 'node:fs'
import { nearestExisting } from '../../folders/create-run-folder.ts'
import { runsDir } from '../../folders/home.ts'
import { planScenario, estimateDiskBytes } from '../../plan-scenario.ts'
import type { DoctorCheck } from '../doctor-check.ts'

/** Enough for the scenario that everybody tries first. */
const SCENARIO = 'flash-sale'

export const disk: DoctorCheck = {
  summary: 'disk that is free where runs are kept',
  rule: `enough for promo simulate ${SCENARIO}`,
  isNeeded: true,
  async look() {
    const neededBytes = estimateDiskBytes(await planScenario(SCENARIO))
    const { bavail, bsize } = statfsSync(nearestExisting(runsDir()))
    return { isGood: bavail * bsize >= neededBytes, found: `${inMegabytes(bavail * bsize)} of ${inMegabytes(neededBytes)} needed`, fix: 'promo runs prune --keep 3, or choose another PROMO_HOME' }
  },
}

const inMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6).toLocaleString('en')} MB`
