import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

/** One minor unit under the floor wherever a price stands exactly on it, and a publisher that does not look. */
export const guardOffByOne: SeededBug = {
  name: 'guard-off-by-one',
  summary: 'a price on the floor is published one minor unit lower',
  caughtBy: 'margin_breaches_published',
  policy: { publisherCheck: false, ladderBps: 1 },
  wrap: () =>
    spoil('decide', (bolt) => ({
      assess(state, tuple, now) {
        bolt.assess!(state, tuple, now)
        if (tuple.decision.priceMinor === tuple.cost.floorMinor && tuple.decision.priceMinor > 0) {
          tuple.decision.priceMinor--
          tuple.decision.worstMinor = tuple.decision.priceMinor
        }
      },
    })),
}
