import { dockerWorks } from '../../../stack/compose.ts'
import type { DoctorCheck } from '../../doctor-check.ts'

/** Good either way: it only says which of the two ways the stack goes. */
export const docker: DoctorCheck = {
  summary: 'Docker Compose',
  rule: 'where docker compose version and docker info answer, the stack runs in containers',
  isNeeded: false,
  async look() {
    return { isGood: true, found: (await dockerWorks()) ? 'works' : 'not here: the servers run as plain processes' }
  },
}
