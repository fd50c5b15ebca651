import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const wrongCostStamped: SeededBug = {
  name: 'wrong-cost-stamped',
  summary: 'decisions carry the version of the cost before the newest',
  caughtBy: 'stamps',
  wrap: () =>
    spoil('cost-margin', (bolt) => ({
      assess(state, tuple, now) {
        bolt.assess!(state, tuple, now)
        if (tuple.cost.costVersion > 1) tuple.cost.costVersion--
      },
    })),
}
