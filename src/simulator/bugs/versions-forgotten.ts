import type { SeededBug } from '../seeded-bug.ts'
import { forgetPart } from './forget-part.ts'

export const versionsForgotten: SeededBug = {
  name: 'versions-forgotten',
  summary: 'after a restart versions begin with 1 again',
  caughtBy: 'version_regressions',
  program: forgetPart('publish.items', 'zeros'),
}
