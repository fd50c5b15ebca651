import { shareOf } from '../margin.ts'
import type { PromotionKind } from './promotion.ts'

interface Tier {
  readonly minQty: number
  readonly offBps: number
}

/** Bought by the dozen, a unit may cost less than it does alone: the guard therefore judges the deepest tier. */
export const tiered: PromotionKind = {
  kind: 'tiered',
  summary: 'a percentage off that grows with the quantity',
  parameters: { tiers: { type: 'tiers', help: 'list of { minQty, offBps }' } },
  term: 'promotion',
  discount({ tiers }, { baseMinor }) {
    const steps = tiers as readonly Tier[]
    const single = steps.filter(({ minQty }) => minQty <= 1)
    const deepest = Math.max(...steps.map(({ offBps }) => offBps))
    return {
      unitMinor: shareOf(baseMinor, Math.max(0, ...single.map(({ offBps }) => offBps))),
      worstUnitMinor: shareOf(baseMinor, deepest),
    }
  },
}
