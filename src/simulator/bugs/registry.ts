import type { SeededBug } from '../seeded-bug.ts'
import { cacheGoesBack } from './cache-goes-back.ts'
import { checkpointBehind } from './checkpoint-behind.ts'
import { dedupeMissed } from './dedupe-missed.ts'
import { guardOffByOne } from './guard-off-by-one.ts'
import { hiddenState } from './hidden-state.ts'
import { leaseIgnored } from './lease-ignored.ts'
import { offsetCommittedEarly } from './offset-committed-early.ts'
import { oldCostUsed } from './old-cost-used.ts'
import { slipAccepted } from './slip-accepted.ts'
import { stockMiscounted } from './stock-miscounted.ts'
import { validityIgnored } from './validity-ignored.ts'
import { wrongCostStamped } from './wrong-cost-stamped.ts'

/** Mistakes that the checks must find, each by the one invariant named for it. */
export const SEEDED_BUGS: Readonly<Record<string, SeededBug>> = {
  'guard-off-by-one': guardOffByOne,
  'dedupe-missed': dedupeMissed,
  'wrong-cost-stamped': wrongCostStamped,
  'old-cost-used': oldCostUsed,
  'slip-accepted': slipAccepted,
  'offset-committed-early': offsetCommittedEarly,
  'checkpoint-behind': checkpointBehind,
  'stock-miscounted': stockMiscounted,
  'lease-ignored': leaseIgnored,
  'validity-ignored': validityIgnored,
  'cache-goes-back': cacheGoesBack,
  'hidden-state': hiddenState,
}
