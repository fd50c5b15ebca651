import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

/** The last bolt is asked last, so what it makes of the event is what is decided. */
export const otherStoresForgotten: SeededBug = {
  name: 'other-stores-forgotten',
  summary: 'a new cost is applied to the first store alone',
  caughtBy: 'margin_breaches_published',
  wrap: () => {
    let storeCount = 0
    return spoil('publish', ({ fold }) => ({
      fold(state, tuple, now) {
        const { type, data } = tuple.event
        if (type === 'sku_seeded') storeCount = (data.stores as readonly unknown[]).length
        if (type === 'cost_changed') tuple.item = tuple.sku * storeCount
        return fold!(state, tuple, now)
      },
    }))
  },
}
