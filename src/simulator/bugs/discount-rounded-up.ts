import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const discountRoundedUp: SeededBug = {
  name: 'discount-rounded-up',
  summary: 'the discount that is shown rounds up instead of down',
  caughtBy: 'reexecution',
  wrap: () =>
    spoil('decide', ({ assess }) => ({
      assess(state, tuple, now) {
        assess!(state, tuple, now)
        if (tuple.decision.discountBps > 0) tuple.decision.discountBps++
      },
    })),
}
