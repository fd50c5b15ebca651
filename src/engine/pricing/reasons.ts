/** Why a price is what it is. One is the decision's reason; numbers index this list in the state. */
export const REASONS = [
  'BASE_PRICE',
  'PROMO_APPROVED',
  'PROMO_MODIFY_DISCOUNT',
  'PROMO_BLOCKED_MARGIN',
  'PROMO_ENDED_EARLY',
  'PROMO_DEFENSIVE',
  'COMPETITOR_MATCH',
  'SURGE',
  'CLEARANCE',
  'MANUAL_OVERRIDE',
  'COST_UNKNOWN',
  'COST_ANOMALY',
  'HOLD_LAST_SAFE',
  'NO_SAFE_PRICE',
] as const

export type Reason = (typeof REASONS)[number]

export const reasonNumber = (reason: Reason): number => REASONS.indexOf(reason)
