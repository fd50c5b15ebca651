import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const promotionOutlivesItsEnd: SeededBug = {
  name: 'promotion-outlives-its-end',
  summary: 'promotions are decided by a clock that is three seconds slow',
  caughtBy: 'rules',
  wrap: () => spoil('decide', ({ assess }) => ({ assess: (state, tuple, now) => assess!(state, tuple, now - 3_000) })),
}
