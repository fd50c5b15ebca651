import { PricesLost } from '../../engine/pricing/ports.ts'
import type { SeededBug } from '../seeded-bug.ts'

export const leaseBeforeRefill: SeededBug = {
  name: 'lease-before-refill',
  summary: 'a cache that has lost prices is filled again, but gets its lease at once',
  caughtBy: 'version_regressions',
  cache: (cache) => ({
    apply: (prices, lease) =>
      cache.apply(prices, lease).catch(async (error: unknown) => {
        const { partition, untilMs, mark } = lease
        if (error instanceof PricesLost) await cache.apply([], { partition, untilMs, mark })
        throw error
      }),
    read: (sku, store) => cache.read(sku, store),
  }),
}
