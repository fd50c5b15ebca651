import type { Bolt, BoltState } from '../../kernel/bolt.ts'
import { guardedDecision } from '../decide.ts'
import type { PricingPolicy } from '../policy.ts'
import type { Tuple } from '../tuple.ts'

/** Brings the signals together and lets the guard have the last word. It remembers nothing of its own. */
export function decide(policy: PricingPolicy): Bolt<BoltState, Tuple> {
  return {
    name: 'decide',
    summary: 'promotion, surge, clearance and competitor; the margin guard has the last word',
    after: ['price', 'cost-margin', 'forecast'],
    open: () => ({}),
    assess: (_, tuple, now) => guardedDecision(tuple, policy, now),
  }
}
