import type { SeededBug } from '../seeded-bug.ts'
import { forgetPart } from './forget-part.ts'

export const dedupeNotCheckpointed: SeededBug = {
  name: 'dedupe-not-checkpointed',
  summary: 'known ids do not survive a restart',
  caughtBy: 'duplicate_effects',
  program: forgetPart('normalise.seen'),
}
