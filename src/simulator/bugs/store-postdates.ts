import type { SeededBug } from '../seeded-bug.ts'

export const storePostdates: SeededBug = {
  name: 'store-postdates',
  summary: 'the store takes prices for five seconds younger than they are',
  caughtBy: 'stale_reads',
  store: (store) => ({
    apply: (prices, lease) => store.apply(prices.map((price) => ({ ...price, publishedAt: price.publishedAt + 5_000 })), lease),
    read: (sku, store_) => store.read(sku, store_),
  }),
}
