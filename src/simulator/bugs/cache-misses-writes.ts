import type { SeededBug } from '../seeded-bug.ts'

export const cacheMissesWrites: SeededBug = {
  name: 'cache-misses-writes',
  summary: 'one price in nine does not reach the cache',
  caughtBy: 'final_prices',
  cache: (cache) => ({ apply: (prices, lease) => cache.apply(prices.filter(({ version }) => version % 9 !== 0), lease), read: (sku, store) => cache.read(sku, store) }),
}
