import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const stockMiscounted: SeededBug = {
  name: 'stock-miscounted',
  summary: 'some sales take one unit too many from the stock',
  caughtBy: 'conservation',
  wrap: () =>
    spoil('forecast', (bolt) => ({
      fold(state, tuple, now) {
        const { event } = tuple
        if (event.type === 'sale' && event.data.qty === 3) event.data.qty = 4
        return bolt.fold!(state, tuple, now)
      },
    })),
}
