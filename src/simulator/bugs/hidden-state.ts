import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

/** A counter that no checkpoint holds decides over prices: after a crash the same log gives other decisions. */
export const hiddenState: SeededBug = {
  name: 'hidden-state',
  summary: 'a counter outside the state raises every fiftieth price',
  caughtBy: 'reexecution',
  wrap: () => {
    let count = 0
    return spoil('decide', (bolt) => ({
      assess(state, tuple, now) {
        bolt.assess!(state, tuple, now)
        if (++count % 50 === 0 && tuple.decision.priceMinor > 0) tuple.decision.priceMinor += 1
      },
    }))
  },
}
