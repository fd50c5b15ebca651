import type { SeededBug } from '../seeded-bug.ts'

export const olderLeaseTrusted: SeededBug = {
  name: 'older-lease-trusted',
  summary: 'readers do not notice that the cache came back old',
  caughtBy: 'version_regressions',
  cache: (cache) => ({
    apply: (prices, lease) => cache.apply(prices, lease),
    async read(sku, store) {
      const found = await cache.read(sku, store)
      return found && { ...found, lease: { ...found.lease, mark: 0 } }
    },
  }),
}
