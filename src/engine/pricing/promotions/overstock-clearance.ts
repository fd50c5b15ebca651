import { shareOf } from '../margin.ts'
import type { PromotionKind } from './promotion.ts'

export const overstockClearance: PromotionKind = {
  kind: 'overstock-clearance',
  summary: 'a percentage off where stock would last too long at the present velocity',
  parameters: {
    offBps: { type: 'bps', help: 'discount in bps of the base price' },
    coverHours: { type: 'hours', help: 'hours of stock above which an item is overstocked' },
  },
  term: 'clearance',
  discount({ offBps, coverHours }, { baseMinor, onHand, unitsPerHour }) {
    if (onHand <= unitsPerHour * (coverHours as number)) return undefined
    const unitMinor = shareOf(baseMinor, offBps as number)
    return { unitMinor, worstUnitMinor: unitMinor }
  },
}
