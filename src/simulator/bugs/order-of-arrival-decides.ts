import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const orderOfArrivalDecides: SeededBug = {
  name: 'order-of-arrival-decides',
  summary: 'which promotion wins depends on which SKU was decided before',
  caughtBy: 'reexecution',
  wrap: () => {
    let turn = 0
    return spoil('price', ({ assess }) => ({
      assess(state, tuple, now) {
        assess!(state, tuple, now)
        if (turn++ % 2 === 1) tuple.price.promotions = tuple.price.promotions.slice(0, 1)
      },
    }))
  },
}
