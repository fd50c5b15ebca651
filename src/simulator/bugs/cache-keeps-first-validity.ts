import { itemOf, type PublishedPrice } from '../../engine/pricing/ports.ts'
import type { SeededBug } from '../seeded-bug.ts'

export const cacheKeepsFirstValidity: SeededBug = {
  name: 'cache-keeps-first-validity',
  summary: 'the cache takes a new price and keeps the validity of the old one',
  caughtBy: 'final_prices',
  cache: (cache) => {
    const validity = new Map<string, number>()
    const first = (price: PublishedPrice) => validity.get(itemOf(price)) ?? (validity.set(itemOf(price), price.validUntil), price.validUntil)
    return {
      apply: (prices, lease) => cache.apply(prices.map((price) => ({ ...price, validUntil: first(price) })), lease),
      read: (sku, store) => cache.read(sku, store),
    }
  },
}
