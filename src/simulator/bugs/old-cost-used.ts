import type { SeededBug } from '../seeded-bug.ts'
import { spoilEvent } from './spoil-event.ts'

/** Guard and publisher agree with each other, and both are wrong: only somebody who reads the cost topic can tell. */
export const oldCostUsed: SeededBug = {
  name: 'old-cost-used',
  summary: 'rises of a cost reach the guard two percent too small',
  caughtBy: 'margin_breaches_published',
  ...spoilEvent('cost-margin', 'cost_changed', (data) => ({ data: { ...data, costMinor: Math.floor((data.costMinor as number) * 0.98) } })),
}
