import type { SeededBug } from '../seeded-bug.ts'

export const storeMissesWrites: SeededBug = {
  name: 'store-misses-writes',
  summary: 'one price in seven does not reach the store',
  caughtBy: 'final_prices',
  store: (store) => ({ apply: (prices, lease) => store.apply(prices.filter(({ version }) => version % 7 !== 0), lease), read: (sku, name) => store.read(sku, name) }),
}
