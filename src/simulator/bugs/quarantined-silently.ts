import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const quarantinedSilently: SeededBug = {
  name: 'quarantined-silently',
  summary: 'some ordinary costs are put aside as if they were slips',
  caughtBy: 'lost',
  wrap: () => {
    let costs = 0
    return spoil('cost-margin', ({ fold }) => ({
      fold(state, tuple, now) {
        if (tuple.event.type !== 'cost_changed' || ++costs % 5 !== 0) return fold!(state, tuple, now)
        tuple.outcome = 'quarantined'
        return false
      },
    }))
  },
}
