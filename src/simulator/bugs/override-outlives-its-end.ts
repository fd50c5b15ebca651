import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const overrideOutlivesItsEnd: SeededBug = {
  name: 'override-outlives-its-end',
  summary: 'a price that a person has set is applied for two seconds too long',
  caughtBy: 'rules',
  wrap: () => spoil('price', ({ assess }) => ({ assess: (state, tuple, now) => assess!(state, tuple, now - 2_000) })),
}
