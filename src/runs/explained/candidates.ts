import { PROMOTION_KINDS } from '../../engine/pricing/promotions/registry.ts'
import type { Discount, Promotion } from '../../engine/pricing/promotions/promotion.ts'
import type { Candidate, Explanation } from '../../reports/formats/explanation/explained-decision.ts'
import type { SeenEvent } from '../../reports/formats/explanation/seen-event.ts'

/** Every promotion that was considered, with its fate: taken, or what refused it. */
export function candidatesOf(explanation: Explanation): readonly Candidate[] {
  const { candidates, rejected } = explanation
  const offered = candidates.map(({ promotion, kind, discountMinor }) => ({ promotion, kind, discountMinor, refusedBy: refusalOf(explanation, promotion, kind) }))
  const offeredIds = new Set(candidates.map(({ promotion }) => promotion))
  const silent = rejected.flatMap(({ promotion, rule }) => (promotion === undefined || offeredIds.has(promotion) ? [] : [{ promotion, kind: null, discountMinor: null, refusedBy: rule }]))
  return [...offered, ...silent]
}

function refusalOf(explanation: Explanation, promotion: string, kind: string): string | null {
  const { inputs, modelOutputs, candidates } = explanation
  const rivals = candidates.filter((candidate) => PROMOTION_KINDS[candidate.kind].term === PROMOTION_KINDS[kind].term)
  const isBest = bestOf(rivals)?.promotion === promotion
  if (!isBest) return 'best_of'
  if (inputs.overrideMinor) return 'manual_price'
  if (inputs.costInReview) return 'cost_in_review'
  if (modelOutputs.stance === 'ended') return 'stance_ended'
  return modelOutputs.stance === 'defensive' && PROMOTION_KINDS[kind].term === 'clearance' ? 'stance_defensive' : null
}

/** As the engine chooses: the deepest, and of equals the first. */
function bestOf(rivals: Explanation['candidates']) {
  return rivals.reduce<Explanation['candidates'][number] | undefined>((best, each) => (best === undefined || each.discountMinor > best.discountMinor ? each : best), undefined)
}

/** How deep the promotions that were taken may go at their worst quantity; the guard judges that price. */
export function worstDiscountMinor(explanation: Explanation, taken: readonly Candidate[], events: readonly SeenEvent[]): number {
  const { inputs, features, askedDiscountMinor, modelOutputs } = explanation
  const context = { baseMinor: inputs.baseMinor, onHand: inputs.onHand, unitsPerHour: features.unitsPerHour }
  const more = taken.map(({ promotion }) => deeperBy(PROMOTION_KINDS, promotionIn(events, promotion), context))
  const deeper = more.reduce((sum, each) => sum + each, 0)
  return Math.min(inputs.baseMinor, askedDiscountMinor + (modelOutputs.stance === 'defensive' ? Math.floor(deeper / 2) : deeper))
}

type Context = Parameters<(typeof PROMOTION_KINDS)[string]['discount']>[1]

function deeperBy(kinds: typeof PROMOTION_KINDS, promotion: Promotion | undefined, context: Context): number {
  const discount: Discount | undefined = promotion && kinds[promotion.kind].discount(promotion, context)
  return discount ? Math.max(0, discount.worstUnitMinor - discount.unitMinor) : 0
}

function promotionIn(events: readonly SeenEvent[], id: string): Promotion | undefined {
  return events.map(({ data }) => data.promotion as Promotion | undefined).find((promotion) => promotion?.id === id)
}
