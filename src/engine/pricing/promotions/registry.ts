import { amountOff } from './amount-off.ts'
import { flashSale } from './flash-sale.ts'
import { overstockClearance } from './overstock-clearance.ts'
import { percentOff } from './percent-off.ts'
import type { PromotionKind } from './promotion.ts'
import { tiered } from './tiered.ts'

/** Every kind of promotion. Choices, help, the scenario schema and the test matrix derive from this list. */
export const PROMOTION_KINDS: Readonly<Record<string, PromotionKind>> = {
  'percent-off': percentOff,
  'amount-off': amountOff,
  'flash-sale': flashSale,
  tiered,
  'overstock-clearance': overstockClearance,
}
