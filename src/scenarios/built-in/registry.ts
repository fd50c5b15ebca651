import type { ScenarioFile } from '../file/schema.ts'
import { boltCrash } from './bolt-crash.ts'
import { brokerOutage } from './broker-outage.ts'
import { canary } from './canary.ts'
import { competitorStorm } from './competitor-storm.ts'
import { everything } from './everything.ts'
import { flashSale } from './flash-sale.ts'
import { inventoryOutage } from './inventory-outage.ts'
import { networkMess } from './network-mess.ts'
import { overstockClearance } from './overstock-clearance.ts'
import { redisOutage } from './redis-outage.ts'
import { spike10x } from './spike-10x.ts'
import { steady } from './steady.ts'
import { vendorCostShock } from './vendor-cost-shock.ts'

/** Every scenario that comes with promo, written as users write theirs. Tests validate them; a run need not. */
export const BUILT_IN_SCENARIOS: Readonly<Record<string, ScenarioFile>> = {
  'flash-sale': flashSale,
  steady,
  'spike-10x': spike10x,
  'vendor-cost-shock': vendorCostShock,
  'competitor-storm': competitorStorm,
  'inventory-outage': inventoryOutage,
  'overstock-clearance': overstockClearance,
  'broker-outage': brokerOutage,
  'bolt-crash': boltCrash,
  'redis-outage': redisOutage,
  'network-mess': networkMess,
  everything,
  canary,
}
