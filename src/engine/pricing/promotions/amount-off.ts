import type { PromotionKind } from './promotion.ts'

export const amountOff: PromotionKind = {
  kind: 'amount-off',
  summary: 'an amount off the base price',
  parameters: { offMinor: { type: 'minor', help: 'discount in minor units; never more than the price' } },
  term: 'promotion',
  discount({ offMinor }, { baseMinor }) {
    const unitMinor = Math.min(offMinor as number, baseMinor)
    return { unitMinor, worstUnitMinor: unitMinor }
  },
}
