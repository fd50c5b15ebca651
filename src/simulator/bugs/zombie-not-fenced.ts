import type { SeededBug } from '../seeded-bug.ts'

export const zombieNotFenced: SeededBug = {
  name: 'zombie-not-fenced',
  summary: 'an owner that was replaced can still commit',
  caughtBy: 'duplicate_effects',
  broker: { fences: false },
}
