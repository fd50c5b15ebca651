import type { PriceAnswer } from '../../engine/pricing/price-reader.ts'
import type { SeededBug } from '../seeded-bug.ts'

export const leaseRenewedByTimer: SeededBug = {
  name: 'lease-renewed-by-timer',
  summary: 'readers renew a lease themselves when it has run out',
  caughtBy: 'stale_reads',
  reader: (reader) => {
    const told = new Map<string, PriceAnswer>()
    return {
      async read(sku, store, now) {
        const answer = await reader.read(sku, store, now)
        if (answer.source === 'cache') told.set(`${sku}/${store}`, answer)
        const last = told.get(`${sku}/${store}`)
        return answer.source !== 'cache' && last ? { ...last, leaseUntil: now + 5_000 } : answer
      },
    }
  },
}
