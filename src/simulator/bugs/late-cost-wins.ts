import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const lateCostWins: SeededBug = {
  name: 'late-cost-wins',
  summary: 'a cost that comes late overwrites a newer one',
  caughtBy: 'stamps',
  ...spoilEvent('cost-margin', 'cost_changed', (_, __, now) => ({ ts: now })),
}
