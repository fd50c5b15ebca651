import { SeenIds } from '../../engine/kernel/seen-ids.ts'
import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

/** The window is shortened for all, so that a world of half a minute meets its end. */
export const dedupeWindowOffByALittle: SeededBug = {
  name: 'dedupe-window-off-by-a-little',
  summary: 'an id is forgotten 400 ms before its window is over',
  caughtBy: 'duplicate_effects',
  policy: { dedupeWindowMs: 2_000 },
  wrap: () => spoil('normalise', ({ open }) => ({ open: () => ({ ...open(), seen: new SeenIds(1_600) }) })),
}
