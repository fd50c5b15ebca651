import type { PricingPolicy } from './policy.ts'
import type { Discount, Promotion, PromotionContext } from './promotions/promotion.ts'
import { PROMOTION_KINDS } from './promotions/registry.ts'
import { inForce } from './rule-book.ts'
import type { ForecastSignals, Tuple } from './tuple.ts'

/** How much promotion an item can bear. */
export type Stance = 'normal' | 'defensive' | 'ended'

export interface Offer {
  readonly promotion: Promotion | undefined
  readonly discount: Discount
}

const NO_DISCOUNT: Discount = { unitMinor: 0, worstUnitMinor: 0 }
const NO_OFFER: Offer = { promotion: undefined, discount: NO_DISCOUNT }

/** Told what was considered and why it was refused; only explanations listen. */
export type Consider = (promotion: Promotion, discount: Discount | undefined, refusedBy: string | undefined) => void

/** Little stock, or nobody who would tell us of little stock: promotions are halved, and end where stock runs out. */
export function stanceOf({ depletionEtaHours, feedStale }: ForecastSignals, { stock }: PricingPolicy): Stance {
  if (depletionEtaHours < stock.endPromotionHours) return 'ended'
  return feedStale || depletionEtaHours < stock.defensiveHours ? 'defensive' : 'normal'
}

/** The promotion of one term that gives most, at the quantity of one first; promotions stand in the order of their ids. */
export function bestOffer({ price, forecast }: Tuple, term: 'promotion' | 'clearance', now: number, consider?: Consider): Offer {
  if (price.promotions.length === 0) return NO_OFFER
  const context: PromotionContext = { baseMinor: price.baseMinor, onHand: forecast.onHand, unitsPerHour: forecast.unitsPerHour }
  let best = NO_OFFER
  for (const promotion of price.promotions) {
    const kind = PROMOTION_KINDS[promotion.kind]
    if (kind.term !== term) continue
    const open = inForce(promotion, now)
    const discount = open ? kind.discount(promotion, context) : undefined
    const better = discount !== undefined && isDeeper(discount, best.discount)
    consider?.(promotion, discount, better ? undefined : open ? (discount ? 'best_of' : 'condition') : 'schedule')
    if (better) best = { promotion, discount }
  }
  return best
}

function isDeeper(one: Discount, other: Discount): boolean {
  return one.unitMinor > other.unitMinor || (one.unitMinor === other.unitMinor && one.worstUnitMinor > other.worstUnitMinor)
}

/** What a stance leaves of a discount. */
export function tempered({ unitMinor, worstUnitMinor }: Discount, stance: Stance): Discount {
  if (stance === 'normal') return { unitMinor, worstUnitMinor }
  if (stance === 'ended') return NO_DISCOUNT
  return { unitMinor: Math.floor(unitMinor / 2), worstUnitMinor: Math.floor(worstUnitMinor / 2) }
}
