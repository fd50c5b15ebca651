import { candidateFor } from './decide.ts'
import { priceAt } from './guard.ts'
import type { PricingPolicy } from './policy.ts'
import type { Tuple } from './tuple.ts'

/** What stood before the decision that is explained. */
export interface PriceBefore {
  readonly priceMinor: number
  readonly version: number
}

/**
 * The whole story of the decision that stands in the tuple, as one log line; what is 0, false or absent is left out. It repeats the pure steps with somebody
 * listening, so that decisions nobody asks about pay nothing for it.
 */
export function explain(tuple: Tuple, policy: PricingPolicy, store: string, before: PriceBefore, now: number): string {
  const { price, decision, cause, partition } = tuple
  const { candidates, rejected, asked, stance } = consider(tuple, policy, now)
  const explanation = {
    decisionId: `${partition}:${cause}:${price.sku}:${store}:r${price.ruleSetVersion}`,
    sku: price.sku,
    store,
    ts: now,
    inputs: inputsOf(tuple),
    features: featuresOf(tuple),
    candidates,
    rejected,
    appliedRules: appliedRules(tuple, stance),
    modelOutputs: modelOutputsOf(tuple, stance),
    finalDecision: decision.guard,
    askedMinor: decision.askedMinor,
    askedDiscountMinor: asked.unitMinor,
    ...outcomeOf(tuple, before),
    ruleSetVersion: price.ruleSetVersion,
    source: { topic: tuple.sourceTopic, partition, offset: typeof cause === 'number' ? cause : undefined, seq: cause },
  }
  return JSON.stringify({ topic: 'pricing_decisions', explanation })
}

const inputsOf = ({ price, cost, forecast }: Tuple) => ({
  baseMinor: price.baseMinor,
  currency: price.currency,
  costMinor: cost.costMinor,
  logisticsMinor: cost.logisticsMinor,
  flatTaxMinor: cost.fixedMinor - cost.costMinor - cost.logisticsMinor || undefined,
  taxRateBps: cost.taxRateBps || undefined,
  costVersion: cost.costVersion,
  costInReview: cost.inReview || undefined,
  competitorMinor: price.competitorMinor || undefined,
  overrideMinor: price.overrideMinor || undefined,
  onHand: forecast.onHand,
  stockAgeMs: forecast.stockAgeMs,
})

const featuresOf = ({ price, forecast }: Tuple) => ({
  unitsPerHour: round(forecast.unitsPerHour),
  baselinePerHour: round(forecast.baselinePerHour),
  conversion: forecast.views > 0 ? round(forecast.unitsSold / forecast.views) : undefined,
  competitorDeltaMinor: price.competitorMinor ? price.competitorMinor - price.baseMinor : undefined,
})

const modelOutputsOf = ({ forecast }: Tuple, stance: string) => ({
  depletionEtaHours: round(forecast.depletionEtaHours),
  surging: forecast.surging || undefined,
  feedStale: forecast.feedStale || undefined,
  stance,
})

const outcomeOf = ({ decision, cost }: Tuple, before: PriceBefore) => ({
  surgeMinor: decision.surgeMinor || undefined,
  clearanceMinor: decision.clearanceMinor || undefined,
  worstUnitMinor: decision.worstMinor < decision.priceMinor ? decision.worstMinor : undefined,
  priceBefore: before.priceMinor || undefined,
  priceAfter: decision.priceMinor || undefined,
  discountBps: decision.discountBps,
  marginBps: decision.priceMinor > 0 ? decision.marginBps : undefined,
  floorPrice: cost.floorMinor || undefined,
  reasonCode: decision.reason,
})

function consider(tuple: Tuple, policy: PricingPolicy, now: number) {
  const candidates: object[] = []
  const rejected: object[] = []
  const { asked, stance } = candidateFor(tuple, policy, now, (promotion, discount, refusedBy) => {
    if (discount) candidates.push({ promotion: promotion.id, kind: promotion.kind, discountMinor: discount.unitMinor })
    if (refusedBy) rejected.push({ promotion: promotion.id, rule: refusedBy })
  })
  if (tuple.decision.guard !== 'as_asked') {
    rejected.push({ priceMinor: priceAt(asked, asked.unitMinor, policy), rule: 'margin_floor', floorMarginBps: policy.floorMarginBps, floorMinor: tuple.cost.floorMinor || undefined })
  }
  return { candidates, rejected, asked, stance }
}

function appliedRules({ decision, cost, price }: Tuple, stance: string): string[] {
  const rules = [
    decision.promotion && `promotion:${decision.promotion.id}`,
    decision.clearanceMinor > 0 && 'clearance',
    decision.surgeMinor > 0 && 'surge',
    decision.reason === 'COMPETITOR_MATCH' && 'competitor_match',
    price.overrideMinor > 0 && 'manual_override',
    cost.inReview && 'cost_in_review',
    stance !== 'normal' && `stance:${stance}`,
    decision.guard !== 'as_asked' && `guard:${decision.guard}`,
  ]
  return rules.filter((rule) => typeof rule === 'string')
}

/** Two decimals are enough for a reader; Infinity is not JSON, and what is left out of an explanation was not there. */
const round = (value: number): number | undefined => (Number.isFinite(value) ? Math.round(value * 100) / 100 : undefined)
