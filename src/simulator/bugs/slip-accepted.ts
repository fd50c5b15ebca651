import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const slipAccepted: SeededBug = {
  name: 'slip-accepted',
  summary: 'a cost in a foreign currency is taken for one in our own',
  caughtBy: 'stamps',
  wrap: () =>
    spoil('cost-margin', (bolt) => ({
      fold(state, tuple, now) {
        const { event } = tuple
        if (event.type === 'cost_changed') event.data.currency = 'INR'
        return bolt.fold!(state, tuple, now)
      },
    })),
}
