import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

/** Every other record gets a fresh id on its way in, so its twin is not recognised. */
export const dedupeMissed: SeededBug = {
  name: 'dedupe-missed',
  summary: 'some repeated ids are taken as new',
  caughtBy: 'duplicate_effects',
  wrap: () => {
    let count = 0
    return spoil('normalise', (bolt) => ({
      fold(state, tuple, now) {
        if (count++ % 2 === 0) tuple.record = tuple.record.replace('"id":"', `"id":"${tuple.offset}-`)
        return bolt.fold!(state, tuple, now)
      },
    }))
  },
}
