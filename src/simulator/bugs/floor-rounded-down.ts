import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

/** The publisher would notice: it goes by the definition of margin, not by the floor price. */
export const floorRoundedDown: SeededBug = {
  name: 'floor-rounded-down',
  summary: 'floor prices round down instead of up',
  caughtBy: 'margin_breaches_published',
  policy: { publisherCheck: false, ladderBps: 1 },
  wrap: () =>
    spoil('cost-margin', ({ assess }) => ({
      assess(state, tuple, now) {
        assess!(state, tuple, now)
        if (tuple.cost.floorMinor > 0) tuple.cost.floorMinor--
      },
    })),
}
