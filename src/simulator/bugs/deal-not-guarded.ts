import type { SeededBug } from '../seeded-bug.ts'
import { spoil } from './spoil.ts'

export const dealNotGuarded: SeededBug = {
  name: 'deal-not-guarded',
  summary: 'a deal is guarded at the quantity of one, and not at its worst',
  caughtBy: 'margin_breaches_published',
  policy: { publisherCheck: false },
  wrap: () =>
    spoil('decide', ({ assess }) => ({
      assess(state, tuple, now) {
        assess!(state, tuple, now)
        const { decision, price } = tuple
        if (decision.promotion?.kind === 'tiered' && decision.priceMinor > 0) decision.worstMinor = Math.min(decision.worstMinor, Math.floor(price.baseMinor * 0.65))
      },
    })),
}
