import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const cartCountedTwice: SeededBug = {
  name: 'cart-counted-twice',
  summary: 'carts count twice among the events of their item',
  caughtBy: 'duplicate_effects',
  wrap: () =>
    spoil('forecast', ({ fold }) => ({
      fold(state, tuple, now) {
        if (tuple.event.type === 'cart_add') fold!(state, tuple, now)
        return fold!(state, tuple, now)
      },
    })),
}
