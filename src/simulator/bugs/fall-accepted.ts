import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const fallAccepted: SeededBug = {
  name: 'fall-accepted',
  summary: 'a cost that fell to a hundredth is believed without a review',
  caughtBy: 'stamps',
  wrap: () =>
    spoil('cost-margin', ({ fold, assess }) => ({
      fold(state, tuple, now) {
        const { event } = tuple
        if (event.type !== 'cost_changed') return fold!(state, tuple, now)
        assess!(state, tuple, now)
        const tenthMinor = Math.floor(tuple.cost.costMinor / 10) + 1
        tuple.event = { ...event, data: { ...event.data, costMinor: Math.max(event.data.costMinor as number, tenthMinor) } }
        const goesOn = fold!(state, tuple, now)
        tuple.event = event
        return goesOn
      },
    })),
}
