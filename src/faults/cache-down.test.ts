import { describe, expect, test } from 'vitest'
import { Unavailable } from '../engine/pricing/ports.ts'
import { ModelCache } from '../simulator/model-prices.ts'
import { priceCacheContract } from '../testing/contracts/price-cache.contract.ts'
import { published } from '../testing/published.ts'
import { CacheDown } from './cache-down.ts'

const LEASE = { partition: 0, untilMs: 5000 }

priceCacheContract('a cache that is never down', () => new CacheDown(new ModelCache(), [], { elapsedMs: () => 0 }))
priceCacheContract('a cache that is not down at the moment', () => new CacheDown(new ModelCache(), [{ startMs: 10, endMs: 20 }], { elapsedMs: () => 5 }))

describe('a cache that is down', () => {
  const elapsed = { ms: 0, elapsedMs: () => elapsed.ms }
  const inner = new ModelCache()
  const cache = new CacheDown(inner, [{ startMs: 100, endMs: 200 }, { startMs: 300, endMs: 310 }], elapsed)

  test('is out of reach from the beginning of a window to before its end, for readers and writers', async () => {
    const outcomes: string[] = []
    for (elapsed.ms of [0, 99, 100, 199, 200, 300, 309, 310]) {
      const outcome = await cache.apply([], LEASE).then(() => 'up', (error: unknown) => (error instanceof Unavailable ? 'down' : 'broken'))
      const read = await cache.read('SKU-1', 'S01').then(() => 'up', () => 'down')
      outcomes.push(`${elapsed.ms} ${outcome} ${read}`)
    }
    expect(outcomes).toEqual(['0 up up', '99 up up', '100 down down', '199 down down', '200 up up', '300 down down', '309 down down', '310 up up'])
    expect(cache.refused).toEqual([4, 4])
  })

  test('is down in a window that was added later, too, and counts it on its own', async () => {
    cache.add({ startMs: 400, endMs: 410 })
    elapsed.ms = 405
    await expect(cache.apply([], LEASE)).rejects.toThrow('out of reach')
    expect(cache.refused[2]).toBe(1)
  })

  test('takes nothing while it is down', async () => {
    elapsed.ms = 150
    await expect(cache.apply([published(1)], LEASE)).rejects.toThrow('the price cache is out of reach')
    expect(await inner.read('SKU-1', 'S01')).toBeUndefined()
  })
})
