/** Why a price is what it is, in words, by the decision's reason code. */
export const REASON_TEXTS: Readonly<Record<string, string>> = {
  BASE_PRICE: 'nothing lowers or raises it',
  PROMO_APPROVED: 'the promotion holds the floor price',
  PROMO_MODIFY_DISCOUNT: 'more would have gone under its floor price',
  PROMO_BLOCKED_MARGIN: 'any discount would have gone under its floor price',
  PROMO_ENDED_EARLY: 'stock is running out',
  PROMO_DEFENSIVE: 'stock is low, or nobody knows how low',
  COMPETITOR_MATCH: 'a competitor is cheaper, and the floor allows to follow',
  SURGE: 'it sells much faster than usual',
  CLEARANCE: 'there is too much of it',
  MANUAL_OVERRIDE: 'a person has set it',
  COST_UNKNOWN: 'nobody knows what it costs',
  COST_ANOMALY: 'its new cost waits for a review',
  HOLD_LAST_SAFE: 'only its last safe price holds at the new cost',
  NO_SAFE_PRICE: 'no price of it is safe',
}

export const reasonText = (code: string): string => (Object.hasOwn(REASON_TEXTS, code) ? REASON_TEXTS[code] : code)
