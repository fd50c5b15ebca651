import type { SeededBug } from '../seeded-bug.ts'

export const leaseTooLong: SeededBug = {
  name: 'lease-too-long',
  summary: 'a commit grants nine seconds instead of five',
  caughtBy: 'stale_reads',
  runner: { leaseMs: 9_000 },
}
