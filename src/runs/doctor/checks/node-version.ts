import type { DoctorCheck } from '../doctor-check.ts'

const OLDEST = 24

export const nodeVersion: DoctorCheck = {
  summary: 'Node.js',
  rule: `${OLDEST} or newer`,
  isNeeded: true,
  look() {
    const { node } = process.versions
    return { isGood: Number(node.split('.')[0]) >= OLDEST, found: node, fix: 'npm ci brings one along: npx promo takes it' }
  },
}
