import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const foldedEventDropped: SeededBug = {
  name: 'folded-event-dropped',
  summary: 'views are folded, and never counted',
  caughtBy: 'lost',
  wrap: () =>
    spoil('forecast', ({ fold }) => ({
      fold: (state, tuple, now) => (tuple.event.type === 'view' ? undefined : fold!(state, tuple, now)),
    })),
}
