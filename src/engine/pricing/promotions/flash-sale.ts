import { shareOf } from '../margin.ts'
import type { PromotionKind } from './promotion.ts'

export const flashSale: PromotionKind = {
  kind: 'flash-sale',
  summary: 'a percentage off for a short time, while stock is above a minimum',
  parameters: {
    offBps: { type: 'bps', help: 'discount in bps of the base price' },
    minOnHand: { type: 'count', optional: true, help: 'units that must be on hand' },
  },
  term: 'promotion',
  discount({ offBps, minOnHand = 0 }, { baseMinor, onHand }) {
    if (onHand < (minOnHand as number)) return undefined
    const unitMinor = shareOf(baseMinor, offBps as number)
    return { unitMinor, worstUnitMinor: unitMinor }
  },
}
