import { Random } from '../engine/kernel/random.ts'
import type { StoreHistory } from '../engine/pricing/events.ts'
import { MEAN_UNITS_A_SALE } from './feeds/units-a-sale.ts'
import type { Market } from './market.ts'
import { steadyRate } from './shapes/registry.ts'

/** Units an hour that the whole chain sells when the traffic is steady. */
export function unitsPerHourOf({ scenario: { traffic, durationMs } }: Market): number {
  return steadyRate(traffic.shape, durationMs) * traffic.mix.sales * MEAN_UNITS_A_SALE * 3600
}

/**
 * What each store knows about a SKU when the run starts: the velocity that the coming traffic will continue, and a
 * stock that lasts. A few items are scarce and a few are overstocked, so that every rule about stock has work to do.
 * Each SKU has its own stream of chance: partitions can ask for theirs alone.
 */
export function storeHistories(market: Market, skuIndex: number): readonly StoreHistory[] {
  const { scenario, skus, skuShares, storeShares } = market
  const random = new Random(`${scenario.seed}/history/${skus[skuIndex].sku}`)
  const skuUnitsPerHour = unitsPerHourOf(market) * skuShares[skuIndex]
  return scenario.catalog.stores.map((_, store) => {
    const unitsPerHour = skuUnitsPerHour * storeShares[store]
    const onHand = Math.round(unitsPerHour * coverHours(random) * scenario.catalog.stockFactor)
    return [Math.max(1, onHand), Math.round(unitsPerHour * 100) / 100]
  })
}

/** 3 % under two hours, 4 % for a month or more, the rest from six hours to five days with more on the short side. */
function coverHours(random: Random): number {
  const kind = random.fraction()
  const within = random.fraction()
  if (kind < 0.03) return 0.2 + 1.8 * within
  if (kind < 0.07) return 720 + 1440 * within
  return 6 + 114 * within * within
}
