import type { PricingPolicy } from '../../engine/pricing/policy.ts'
import type { ExplainedDecision, Explanation } from '../../reports/formats/explanation/explained-decision.ts'
import type { SeenEvent } from '../../reports/formats/explanation/seen-event.ts'
import { candidatesOf, worstDiscountMinor } from './candidates.ts'
import { guardSums } from './guard-sums.ts'
import type { FoldedRecord } from './folded-records.ts'
import type { SeededSku } from './seeded-skus.ts'

/** A decision, the record that caused it (null for the work of a tick), and what was known by then. */
export interface Found {
  readonly explanation: Explanation
  readonly cause: string | null
  /** Where a tick caused it: the newest record that had waited for that; null where it was a schedule or a cost that came into force. */
  readonly folded: FoldedRecord | null
  readonly events: readonly SeenEvent[]
}

/** All that a person is told: what the log says, and the sums behind it. */
export function explainedDecision({ explanation, cause, events }: Omit<Found, 'folded'>, { name, mapMinor }: Omit<SeededSku, 'sku'>, policy: PricingPolicy): ExplainedDecision {
  const candidates = candidatesOf(explanation)
  const worstUnitMinor = worstDiscountMinor(explanation, candidates.filter(({ refusedBy }) => refusedBy === null), events)
  const guard = guardSums({ explanation, policy, mapMinor, worstUnitMinor })
  const considered = new Set(candidates.map(({ promotion }) => promotion))
  const relevant = events.filter((event) => event.kind !== 'promotion' || considered.has(promotionId(event)))
  return { explanation, name, candidates, guard, cause: cause === null ? null : causeOf(cause, explanation, events), events: relevant }
}

/** The causing record; of a kind that moves no price by itself, as it stands in the log. */
function causeOf(record: string, { source }: Explanation, events: readonly SeenEvent[]): SeenEvent {
  const known = events.find(({ offset }) => offset === source.offset)
  if (known) return known
  const { topic, type, id, store = null, receivedAt, data } = JSON.parse(record) as Omit<SeenEvent, 'kind' | 'offset'>
  return { kind: 'cause', topic, type, id, store, receivedAt, offset: source.offset ?? 0, data }
}

/** Which promotion a record of the rules speaks of. */
export function promotionId({ data }: Pick<SeenEvent, 'data'>): string {
  const { promotion, promotionId: ended } = data as { promotion?: { id?: string }; promotionId?: string }
  return promotion?.id ?? ended ?? ''
}
