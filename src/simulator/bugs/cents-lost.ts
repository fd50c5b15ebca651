import type { SeededBug } from '../seeded-bug.ts'

export const centsLost: SeededBug = {
  name: 'cents-lost',
  summary: 'the cache keeps whole units of money and drops the rest',
  caughtBy: 'stale_reads',
  cache: (cache) => ({
    apply: (prices, lease) => cache.apply(prices.map((price) => ({ ...price, priceMinor: price.priceMinor - (price.priceMinor % 100) })), lease),
    read: (sku, store) => cache.read(sku, store),
  }),
}
