import type { DoctorCheck } from '../doctor-check.ts'

const ENOUGH_BYTES = 1e9

export const memory: DoctorCheck = {
  summary: 'memory that is free',
  rule: `${ENOUGH_BYTES / 1e6} MB or more for 5,000 SKUs in 20 stores`,
  isNeeded: true,
  look() {
    const bytes = process.availableMemory()
    return { isGood: bytes >= ENOUGH_BYTES, found: `${Math.floor(bytes / 1e6).toLocaleString('en')} MB`, fix: 'close other programs, or run with fewer --skus and --stores' }
  },
}
