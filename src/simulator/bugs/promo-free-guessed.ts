import type { SeededBug } from '../seeded-bug.ts'

export const promoFreeGuessed: SeededBug = {
  name: 'promo-free-guessed',
  summary: 'the promotion-free price is made up from the promoted one',
  caughtBy: 'fallback_sources',
  store: (store) => ({
    apply: (prices, lease) => store.apply(prices.map((price) => ({ ...price, priceMinor: 0, promoFreeMinor: Math.ceil(price.priceMinor * 1.05) })), lease),
    read: (sku, name) => store.read(sku, name),
  }),
}
