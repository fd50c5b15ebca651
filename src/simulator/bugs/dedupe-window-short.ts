import { SeenIds } from '../../engine/kernel/seen-ids.ts'
import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const dedupeWindowShort: SeededBug = {
  name: 'dedupe-window-short',
  summary: 'an id is forgotten after half a second',
  caughtBy: 'duplicate_effects',
  wrap: () => spoil('normalise', ({ open }) => ({ open: () => ({ ...open(), seen: new SeenIds(500) }) })),
}
