import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

export const slipAccepted: SeededBug = {
  name: 'slip-accepted',
  summary: 'a cost in a foreign currency is taken for one in our own',
  caughtBy: 'stamps',
  ...spoilEvent('cost-margin', 'cost_changed', (data) => ({ data: { ...data, currency: 'INR' } })),
}
