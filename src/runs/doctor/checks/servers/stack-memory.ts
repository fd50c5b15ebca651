import { readStack } from '../../../stack/stack-state.ts'
import type { DoctorCheck } from '../../doctor-check.ts'

/** Measured: three brokers 1.1 GB, Redis and PostgreSQL 0.2 GB; and the run itself. */
const ENOUGH_BYTES = 2.3e9

export const stackMemory: DoctorCheck = {
  summary: 'memory for three brokers',
  rule: `${ENOUGH_BYTES / 1e6} MB or more before they start, the run’s own 1,000 MB among them`,
  isNeeded: false,
  look() {
    if (readStack()) return { isGood: true, found: 'the stack runs already' }
    const bytes = process.availableMemory()
    return { isGood: bytes >= ENOUGH_BYTES, found: `${Math.floor(bytes / 1e6).toLocaleString('en')} MB`, fix: 'promo stack up --brokers 1 needs 800 MB less' }
  },
}
