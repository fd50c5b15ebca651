import type { SeededBug } from '../seeded-bug.ts'

export const lossUnnoticed: SeededBug = {
  name: 'loss-unnoticed',
  summary: 'the cache grants a lease without a look at what it still holds',
  caughtBy: 'version_regressions',
  cache: (cache) => ({ apply: (prices, { partition, untilMs, mark }) => cache.apply(prices, { partition, untilMs, mark }), read: (sku, store) => cache.read(sku, store) }),
}
