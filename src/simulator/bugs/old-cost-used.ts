import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

/** Guard and publisher agree with each other, and both are wrong: only somebody who reads the cost topic can tell. */
export const oldCostUsed: SeededBug = {
  name: 'old-cost-used',
  summary: 'rises of a cost reach the guard two percent too small',
  caughtBy: 'margin_breaches_published',
  wrap: () =>
    spoil('cost-margin', (bolt) => ({
      fold(state, tuple, now) {
        const { event } = tuple
        if (event.type === 'cost_changed') event.data.costMinor = Math.floor((event.data.costMinor as number) * 0.98)
        return bolt.fold!(state, tuple, now)
      },
    })),
}
