import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const storeCountedTwice: SeededBug = {
  name: 'store-counted-twice',
  summary: 'what happens in the first store counts in the second one, too',
  caughtBy: 'duplicate_effects',
  wrap: () =>
    spoil('forecast', ({ fold }) => ({
      fold(state, tuple, now) {
        const { item, store } = tuple
        if (store === 0 && item >= 0 && tuple.event.type === 'view') fold!(state, Object.assign(tuple, { item: item + 1 }), now)
        return fold!(state, Object.assign(tuple, { item }), now)
      },
    })),
}
