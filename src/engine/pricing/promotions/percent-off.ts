import { shareOf } from '../margin.ts'
import type { PromotionKind } from './promotion.ts'

export const percentOff: PromotionKind = {
  kind: 'percent-off',
  summary: 'a percentage off the base price',
  parameters: { offBps: { type: 'bps', help: 'discount in bps of the base price' } },
  term: 'promotion',
  discount({ offBps }, { baseMinor }) {
    const unitMinor = shareOf(baseMinor, offBps as number)
    return { unitMinor, worstUnitMinor: unitMinor }
  },
}
