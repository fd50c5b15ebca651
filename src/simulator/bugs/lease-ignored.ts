import type { SeededBug } from '../seeded-bug.ts'

export const leaseIgnored: SeededBug = {
  name: 'lease-ignored',
  summary: 'readers are told that the lease never ends',
  caughtBy: 'stale_reads',
  cache: (cache) => ({
    apply: (prices, lease) => cache.apply(prices, lease),
    async read(sku, store) {
      const found = await cache.read(sku, store)
      return found && { ...found, lease: { ...found.lease, untilMs: Number.MAX_SAFE_INTEGER } }
    },
  }),
}
