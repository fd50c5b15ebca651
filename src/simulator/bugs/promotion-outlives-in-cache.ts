import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const promotionOutlivesInCache: SeededBug = {
  name: 'promotion-outlives-in-cache',
  summary: 'a promotion\u2019s price is valid five seconds longer than the promotion',
  caughtBy: 'rules',
  wrap: () =>
    spoil('publish', ({ assess }) => ({
      assess(state, tuple, now) {
        const { promotion } = tuple.decision
        if (promotion?.endsAt !== undefined) tuple.decision.promotion = { ...promotion, endsAt: promotion.endsAt + 5_000 }
        assess!(state, tuple, now)
      },
    })),
}
