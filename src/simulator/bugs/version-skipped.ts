import type { SeededBug } from '../seeded-bug.ts'
import { bump } from './bump-version.ts'
import { spoil } from './spoil.ts'

export const versionSkipped: SeededBug = {
  name: 'version-skipped',
  summary: 'now and then a version number is left out',
  caughtBy: 'version_regressions',
  wrap: () => {
    let decisions = 0
    return spoil('publish', ({ assess }) => ({
      assess(state, tuple, now) {
        if (++decisions % 30 === 0) bump(state, tuple.item, 1)
        assess!(state, tuple, now)
      },
    }))
  },
}
