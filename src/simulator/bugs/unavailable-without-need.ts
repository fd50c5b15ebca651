import type { SeededBug } from '../seeded-bug.ts'

export const unavailableWithoutNeed: SeededBug = {
  name: 'unavailable-without-need',
  summary: 'one read in forty is told that there is no price',
  caughtBy: 'fallback_sources',
  reader: (reader) => {
    let reads = 0
    return {
      async read(sku, store, now) {
        const answer = await reader.read(sku, store, now)
        return ++reads % 40 === 0 ? { source: 'none', priceMinor: 0, version: 0, validUntil: 0, leaseUntil: 0, publishedAt: 0 } : answer
      },
    }
  },
}
