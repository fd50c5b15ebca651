import { availableParallelism, loadavg } from 'node:os'
import type { DoctorCheck } from '../doctor-check.ts'

/** Windows knows no load average and always says 0. */
export const load: DoctorCheck = {
  summary: 'load of the last minute',
  rule: 'at most half of the cores: a busy machine sends late, and the verdict is unknown',
  isNeeded: false,
  look() {
    const [lastMinute] = loadavg()
    return { isGood: lastMinute <= availableParallelism() / 2, found: lastMinute.toFixed(2), fix: 'wait until other work is done, or run with a lower --rate' }
  },
}
