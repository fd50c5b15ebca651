import { availableParallelism } from 'node:os'
import type { DoctorCheck } from '../doctor-check.ts'

/** A generator, a reader and at least one pipeline thread run at once. */
const ENOUGH = 2

export const cores: DoctorCheck = {
  summary: 'processor cores',
  rule: `${ENOUGH} or more; one runs too, at a lower rate`,
  isNeeded: false,
  look() {
    const count = availableParallelism()
    return { isGood: count >= ENOUGH, found: String(count), fix: 'run with a lower --rate, for example 2k' }
  },
}
