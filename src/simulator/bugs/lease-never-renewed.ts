import type { SeededBug } from '../seeded-bug.ts'

export const leaseNeverRenewed: SeededBug = {
  name: 'lease-never-renewed',
  summary: 'an idle partition does not renew its lease',
  caughtBy: 'liveness',
  runner: { renewLeaseMs: 60_000 },
}
