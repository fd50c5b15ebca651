import { describe, expect, test } from 'vitest'
import { ModelCache, ModelStore } from '../../simulator/model-prices.ts'
import { faultWorld } from '../../testing/fault-world.ts'
import { published } from '../../testing/published.ts'
import { type PublishedPrice, Unavailable } from './ports.ts'
import { LAST_SAFE_AGE_MAX_MS, PriceReader } from './price-reader.ts'

const NONE = { source: 'none', priceMinor: 0 }

interface Kept {
  readonly cache?: Partial<PublishedPrice>
  readonly leaseUntil?: number
  readonly store?: Partial<PublishedPrice>
  readonly cacheDown?: boolean
}

/** What a shopper is told at `now`, with these values in cache and store. */
async function read(now: number, { cache, leaseUntil = 5000, store, cacheDown = false }: Kept) {
  const [hot, cold] = [new ModelCache(), new ModelStore()]
  if (cache) await hot.apply([published(2, cache)], { partition: 0, untilMs: leaseUntil })
  if (store) await cold.apply([published(2, store)])
  const reader = new PriceReader(faultWorld(...(cacheDown ? ['cache:down'] : [])).faults.cache(hot, 'test'), cold)
  return reader.read('SKU-1', 'S01', now)
}

describe('a price reader', () => {
  test('gives the cached price with everything it promises', async () => {
    expect(await read(1000, { cache: {} })).toEqual({ source: 'cache', priceMinor: 9_000, version: 2, validUntil: 600_000, leaseUntil: 5000, publishedAt: 0 })
  })

  test.each([
    ['while the lease runs', 5000, {}, 'cache'],
    ['no longer than the lease', 5001, {}, 'store'],
    ['while it is valid', 4000, { validUntil: 4000 }, 'cache'],
    ['no longer than it is valid', 4001, { validUntil: 4000 }, 'store'],
  ])('trusts the cache %s', async (_, now, cache, source) => {
    expect(await read(now, { cache, store: {} })).toMatchObject({ source, priceMinor: 9_000 })
  })

  test('takes "unavailable" for an answer, and does not look for an older price', async () => {
    expect(await read(1000, { cache: { priceMinor: 0 }, store: { priceMinor: 9_000 } })).toMatchObject(NONE)
  })

  test('asks the store where the cache is gone, or has never heard of the item', async () => {
    expect(await read(1000, { cache: {}, cacheDown: true, store: { priceMinor: 8_900 } })).toMatchObject({ source: 'store', priceMinor: 8_900, version: 2 })
    expect(await read(1000, { store: { priceMinor: 8_900 } })).toMatchObject({ source: 'store', priceMinor: 8_900 })
  })

  test('never guesses: where nobody knows the item there is no price', async () => {
    expect(await read(1000, {})).toMatchObject(NONE)
    expect(await read(1000, { cacheDown: true })).toMatchObject(NONE)
  })
})

describe('a cache that came back old', () => {
  test('is not believed by who has seen it newer, of that partition, until it is newer again', async () => {
    const [cache, store] = [new ModelCache(), new ModelStore()]
    const reader = new PriceReader(cache, store)
    const read = (sku: string) => reader.read(sku, 'S01', 1000)
    await cache.apply([published(1)], { partition: 0, untilMs: 5000, mark: 10 })
    await cache.apply([published(1, { sku: 'SKU-2' })], { partition: 1, untilMs: 5000, mark: 10 })
    cache.save()
    await cache.apply([published(2, { priceMinor: 8_500 })], { partition: 0, untilMs: 5000, mark: 11 })
    await store.apply([published(2, { priceMinor: 8_500 })])
    expect([await read('SKU-1'), await read('SKU-2')]).toMatchObject([{ source: 'cache', version: 2 }, { source: 'cache' }])

    cache.restart()
    expect([await read('SKU-1'), await read('SKU-2')]).toMatchObject([{ source: 'store', version: 2, priceMinor: 8_500 }, { source: 'cache' }])
    expect(await new PriceReader(cache, store).read('SKU-1', 'S01', 1000)).toMatchObject({ source: 'cache', version: 1 })

    await cache.apply([published(2, { priceMinor: 8_500 })], { partition: 0, untilMs: 6000, mark: 12 })
    expect(await read('SKU-1')).toMatchObject({ source: 'cache', version: 2, leaseUntil: 6000 })
  })
})

describe('the last safe price', () => {
  const fallback = (now: number, store: Partial<PublishedPrice>) => read(now, { cacheDown: true, store })

  test('is the newest one while it is valid, then the promotion-free one', async () => {
    expect(await fallback(4000, { validUntil: 4000 })).toMatchObject({ source: 'store', priceMinor: 9_000, version: 2, validUntil: 4000 })
    expect(await fallback(4001, { validUntil: 4000 })).toMatchObject({ source: 'store', priceMinor: 10_000, version: 0, validUntil: LAST_SAFE_AGE_MAX_MS })
  })

  test('is not older than ten minutes, promotion-free or not', async () => {
    const endless = { validUntil: 1e12 }
    expect(await fallback(LAST_SAFE_AGE_MAX_MS, endless)).toMatchObject({ source: 'store', priceMinor: 9_000 })
    expect(await fallback(LAST_SAFE_AGE_MAX_MS + 1, endless)).toMatchObject(NONE)
    expect(await fallback(LAST_SAFE_AGE_MAX_MS + 1, { validUntil: 0 })).toMatchObject(NONE)
  })

  test('clears the newest floor', async () => {
    expect(await fallback(1000, { priceMinor: 8_000, floorMinor: 8_000 })).toMatchObject({ source: 'store', priceMinor: 8_000 })
    expect(await fallback(1000, { priceMinor: 7_999, floorMinor: 8_000 })).toMatchObject({ source: 'store', priceMinor: 10_000, version: 0 })
    expect(await fallback(1000, { priceMinor: 7_999, floorMinor: 8_000, promoFreeMinor: 7_999 })).toMatchObject(NONE)
  })

  test('is none where there is no floor price, and none where nothing was safe', async () => {
    expect(await fallback(1000, { floorMinor: 0 })).toMatchObject(NONE)
    expect(await fallback(1000, { priceMinor: 0, promoFreeMinor: 0 })).toMatchObject(NONE)
  })

  test('is the promotion-free price where the newest word is "unavailable" and that one is safe', async () => {
    expect(await fallback(1000, { priceMinor: 0, promoFreeMinor: 8_100 })).toMatchObject({ source: 'store', priceMinor: 8_100, version: 0 })
  })

  test('is none where cache and store are out of reach', async () => {
    const reader = new PriceReader(new ModelCache(), { apply: async () => {}, read: () => Promise.reject(new Unavailable('the store')) })
    expect(await reader.read('SKU-1', 'S01', 1000)).toMatchObject({ ...NONE, unanswered: ['store'] })
  })

  test('says what did not answer only where nobody had a price', async () => {
    expect(await read(1000, { cache: {}, cacheDown: true })).toMatchObject({ ...NONE, unanswered: ['cache'] })
    expect(await read(1000, { cache: {}, cacheDown: true, store: {} })).not.toHaveProperty('unanswered')
    expect(await read(1000, {})).not.toHaveProperty('unanswered')
  })

  test('is not asked for where the store is gone as well: that is a mistake to be seen', async () => {
    const reader = new PriceReader(new ModelCache(), { apply: async () => {}, read: () => Promise.reject(new Error('store gone')) })
    await expect(reader.read('SKU-1', 'S01', 1000)).rejects.toThrow('store gone')
  })
})
