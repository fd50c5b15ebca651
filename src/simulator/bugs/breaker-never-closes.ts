import type { SeededBug } from '../seeded-bug.ts'

export const breakerNeverCloses: SeededBug = {
  name: 'breaker-never-closes',
  summary: 'after one fallback a reader never asks the cache again',
  caughtBy: 'liveness',
  reader: (reader) => {
    let isOpen = false
    return {
      async read(sku, store, now) {
        const answer = await reader.read(sku, store, now)
        if (answer.source === 'store') isOpen = true
        return isOpen && answer.source === 'cache' ? { ...answer, source: 'store', leaseUntil: 0 } : answer
      },
    }
  },
}
