import { holds, priceAt, stepDown, type Asked } from './guard.ts'
import { divideDown, marginBps, roundUpToEnding, shareOf } from './margin.ts'
import { bestOffer, stanceOf, tempered, type Consider, type Offer, type Stance } from './offer.ts'
import type { PricingPolicy } from './policy.ts'
import type { Discount } from './promotions/promotion.ts'
import type { Reason } from './reasons.ts'
import type { GuardOutcome, Tuple } from './tuple.ts'

/** Everything that is asked for before the guard speaks. */
export interface Candidate {
  readonly asked: Asked
  readonly offer: Offer
  readonly clearance: Offer
  readonly stance: Stance
  readonly reason: Reason
}

/**
 * effective price = base − promotion discount + demand surge − overstock clearance, then the competitor rule, then the
 * guard. Writes `tuple.decision`; the last safe price, which only the publisher knows, is its business.
 */
export function guardedDecision(tuple: Tuple, policy: PricingPolicy, now: number): void {
  const { cost, decision } = tuple
  const candidate = candidateFor(tuple, policy, now)
  const { asked, offer, clearance } = candidate
  decision.promotion = offer.promotion ?? clearance.promotion
  decision.clearanceMinor = clearance.discount.unitMinor
  decision.surgeMinor = asked.surgeMinor
  decision.askedMinor = priceAt(asked, asked.unitMinor, policy)
  decision.promoFreeMinor = promoFree(tuple.price.baseMinor, cost.floorMinor, policy)
  if (!cost.known) return settle(tuple, 0, 0, 'COST_UNKNOWN', 'unavailable')
  if (policy.guard) return guard(tuple, candidate, policy)
  settle(tuple, decision.askedMinor, priceAt(asked, asked.worstUnitMinor, policy), candidate.reason, 'as_asked')
}

function guard(tuple: Tuple, { asked, reason }: Candidate, policy: PricingPolicy): void {
  const { floorMinor } = tuple.cost
  if (holds(asked, floorMinor, policy)) return follow(tuple, asked, reason, 'as_asked', policy)
  const { stepBps, unitMinor, worstUnitMinor } = stepDown(asked, floorMinor, policy)
  if (stepBps === undefined) return settle(tuple, 0, 0, 'NO_SAFE_PRICE', 'unavailable')
  const stepped = { ...asked, unitMinor, worstUnitMinor }
  if (stepBps === 0) return follow(tuple, stepped, 'PROMO_BLOCKED_MARGIN', 'dropped', policy)
  follow(tuple, stepped, 'PROMO_MODIFY_DISCOUNT', 'reduced', policy)
}

/** The competitor rule: down to a lower price outside, but never below the floor. A manual price or a doubtful cost stays put. */
function follow(tuple: Tuple, asked: Asked, reason: Reason, outcome: GuardOutcome, policy: PricingPolicy): void {
  const { competitorMinor, overrideMinor } = tuple.price
  const own = priceAt(asked, asked.unitMinor, policy)
  const worst = priceAt(asked, asked.worstUnitMinor, policy)
  const bound = competitorMinor === 0 || overrideMinor > 0 || tuple.cost.inReview || !policy.competitor.match
  const target = bound ? own : roundUpToEnding(Math.max(competitorMinor, tuple.cost.floorMinor), policy.ending)
  if (target < own) settle(tuple, target, Math.min(worst, target), 'COMPETITOR_MATCH', outcome)
  else settle(tuple, own, worst, reason, outcome)
}

/** What the formula asks for, with the reason it will carry if the guard agrees. */
export function candidateFor(tuple: Tuple, policy: PricingPolicy, now: number, consider?: Consider): Candidate {
  const { price, cost, forecast } = tuple
  const stance = stanceOf(forecast, policy)
  const offer = bestOffer(tuple, 'promotion', now, consider)
  const clearance = bestOffer(tuple, 'clearance', now, consider)
  const surgeMinor = forecast.surging && stance === 'normal' && !cost.inReview ? shareOf(price.baseMinor, policy.surge.upBps) : 0
  if (price.overrideMinor > 0) return { ...manual(tuple), offer: NOTHING, clearance: NOTHING, stance }
  if (cost.inReview) return { asked: ask(price.baseMinor, surgeMinor, NO_DISCOUNT, NO_DISCOUNT), offer: NOTHING, clearance: NOTHING, stance, reason: 'COST_ANOMALY' }
  const left = tempered(offer.discount, stance)
  const asked = ask(price.baseMinor, surgeMinor, left, stance === 'normal' ? clearance.discount : NO_DISCOUNT)
  return { asked, offer, clearance, stance, reason: reasonFor(offer, clearance, stance, surgeMinor) }
}

const NO_DISCOUNT: Discount = { unitMinor: 0, worstUnitMinor: 0 }
const NOTHING: Offer = { promotion: undefined, discount: NO_DISCOUNT }

function ask(baseMinor: number, surgeMinor: number, promotion: Discount, clearance: Discount): Asked {
  return {
    baseMinor,
    surgeMinor,
    unitMinor: Math.min(baseMinor, promotion.unitMinor + clearance.unitMinor),
    worstUnitMinor: Math.min(baseMinor, promotion.worstUnitMinor + clearance.worstUnitMinor),
  }
}

/** A manual price is a discount like any other to the guard; above base it stands as it is. */
function manual({ price }: Tuple): { asked: Asked; reason: Reason } {
  const discount = Math.max(0, price.baseMinor - price.overrideMinor)
  const baseMinor = Math.max(price.baseMinor, price.overrideMinor)
  return { asked: { baseMinor, surgeMinor: 0, unitMinor: discount, worstUnitMinor: discount }, reason: 'MANUAL_OVERRIDE' }
}

function reasonFor(offer: Offer, clearance: Offer, stance: Stance, surgeMinor: number): Reason {
  if (offer.promotion && stance === 'ended') return 'PROMO_ENDED_EARLY'
  if (offer.promotion) return stance === 'defensive' ? 'PROMO_DEFENSIVE' : 'PROMO_APPROVED'
  if (clearance.promotion && stance === 'normal') return 'CLEARANCE'
  return surgeMinor > 0 ? 'SURGE' : 'BASE_PRICE'
}

function promoFree(baseMinor: number, floorMinor: number, policy: PricingPolicy): number {
  const regular = roundUpToEnding(baseMinor, policy.ending)
  return floorMinor > 0 && regular >= floorMinor ? regular : 0
}

/** Writes the outcome, with the discount and the margin it means. */
export function settle(tuple: Tuple, priceMinor: number, worstMinor: number, reason: Reason, outcome: GuardOutcome): void {
  const { decision, price, cost } = tuple
  decision.priceMinor = priceMinor
  decision.worstMinor = worstMinor
  decision.reason = reason
  decision.guard = outcome
  decision.discountBps = priceMinor > 0 ? Math.max(0, divideDown((price.baseMinor - priceMinor) * 10_000, price.baseMinor)) : 0
  decision.marginBps = priceMinor > 0 ? marginBps(priceMinor, cost) : 0
}
