import { findProgram, type NeededProgram } from '../../../../adapters/process/find-program.ts'
import { UserError } from '../../../../engine/kernel/user-error.ts'
import { dockerWorks } from '../../../stack/compose.ts'
import type { DoctorCheck, Finding } from '../../doctor-check.ts'

const ALL_AT_ONCE = 'on Debian, scripts/install-servers.sh installs everything that is missing'

/** A check of what only plain processes need: with Docker there is nothing to look for. */
export function unlessDocker(check: DoctorCheck): DoctorCheck {
  return { ...check, look: async () => ((await dockerWorks()) ? { isGood: true, found: 'comes with Docker' } : check.look()) }
}

/** Where the programs stand, the first of them told; the first that is missing says how to get it. */
export function lookForPrograms(...needed: readonly NeededProgram[]): Finding {
  const missing = needed.find((program) => !isHere(program))
  return missing ? { isGood: false, found: `${missing.name} is not here`, fix: fixOf(missing) } : { isGood: true, found: findProgram(needed[0]) }
}

function isHere(program: NeededProgram): boolean {
  try {
    return findProgram(program) !== ''
  } catch (error) {
    if (error instanceof UserError) return false
    throw error
  }
}

export const fixOf = ({ fix }: NeededProgram): string => `${fix}; ${ALL_AT_ONCE}`
