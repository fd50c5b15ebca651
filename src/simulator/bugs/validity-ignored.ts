import type { SeededBug } from '../seeded-bug.ts'

/** The first promoted price that was read is served for ever, its date pushed ahead with the clock. */
export const validityIgnored: SeededBug = {
  name: 'validity-ignored',
  summary: 'the end of a promotion does not reach the cache',
  caughtBy: 'stale_reads',
  cache: (cache) => {
    const first = new Map<string, NonNullable<Awaited<ReturnType<typeof cache.read>>>>()
    return {
      apply: (prices, lease) => cache.apply(prices, lease),
      async read(sku, store) {
        const found = await cache.read(sku, store)
        const key = `${sku}/${store}`
        if (found?.price.promoLabel && !first.has(key)) first.set(key, found)
        const kept = first.get(key)
        return kept && found ? { ...found, price: { ...kept.price, validUntil: Number.MAX_SAFE_INTEGER } } : found
      },
    }
  },
}
