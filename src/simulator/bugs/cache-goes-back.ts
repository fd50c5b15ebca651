import type { SeededBug } from '../seeded-bug.ts'

/** A replica that lags: every third read answers with the version before. */
export const cacheGoesBack: SeededBug = {
  name: 'cache-goes-back',
  summary: 'readers now and then see the version before the one they saw',
  caughtBy: 'version_regressions',
  cache: (cache) => {
    const history = new Map<string, NonNullable<Awaited<ReturnType<typeof cache.read>>>[]>()
    let reads = 0
    return {
      apply: (prices, lease) => cache.apply(prices, lease),
      async read(sku, store) {
        const found = await cache.read(sku, store)
        if (!found) return undefined
        const key = `${sku}/${store}`
        const seen = history.get(key) ?? []
        if (seen.at(-1)?.price.version !== found.price.version) history.set(key, [...seen, found])
        return reads++ % 3 === 0 && seen.length > 1 ? { ...found, price: seen[seen.length - 2].price } : found
      },
    }
  },
}
