import type { Act } from './act.ts'
import { badCostAct } from './bad-cost-act.ts'
import { canaryAct } from './canary-act.ts'
import { flashSaleAct } from './flash-sale-act.ts'

/** The acts of the demo, in their order. */
export const DEMO_ACTS: readonly Act[] = [flashSaleAct, badCostAct, canaryAct]
