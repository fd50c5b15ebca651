import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const reviewAlwaysAccepts: SeededBug = {
  name: 'review-always-accepts',
  summary: 'a cost that a person has refused comes into force',
  caughtBy: 'stamps',
  ...spoilEvent('cost-margin', 'cost_reviewed', (data) => ({ data: { ...data, accept: true } })),
}
