import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const reviewRefused: SeededBug = {
  name: 'review-refused',
  summary: 'a cost that a person has accepted stays in review',
  caughtBy: 'stamps',
  ...spoilEvent('cost-margin', 'cost_reviewed', (data) => ({ data: { ...data, accept: false } })),
}
