import { itemOf } from '../../engine/pricing/ports.ts'
import type { SeededBug } from '../seeded-bug.ts'

export const storeStuck: SeededBug = {
  name: 'store-stuck',
  summary: 'the store keeps the first price of an item for ever',
  caughtBy: 'fallback_sources',
  store: (store) => {
    const known = new Set<string>()
    const isFirst = (item: string) => !known.has(item) && known.add(item)
    return {
      apply: (prices, lease) => store.apply(prices.filter((price) => isFirst(itemOf(price))), lease),
      read: (sku, name) => store.read(sku, name),
    }
  },
}
