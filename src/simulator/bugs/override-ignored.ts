import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const overrideIgnored: SeededBug = {
  name: 'override-ignored',
  summary: 'a price that a person has set is not applied',
  caughtBy: 'rules',
  wrap: () =>
    spoil('price', ({ assess }) => ({
      assess(state, tuple, now) {
        assess!(state, tuple, now)
        tuple.price.overrideMinor = 0
      },
    })),
}
