import { describe, expect, test } from 'vitest'
import { priceCacheContract } from '../../testing/contracts/price-cache.contract.ts'
import { priceStoreContract } from '../../testing/contracts/price-store.contract.ts'
import { published } from '../../testing/published.ts'
import { createSharedPrices, SharedPriceCache, SharedPriceStore } from './shared-prices.ts'

priceCacheContract('the shared cache', () => new SharedPriceCache(createSharedPrices(8, 2)))
priceStoreContract('the shared store', () => new SharedPriceStore(createSharedPrices(8, 2)))

describe('shared prices', () => {
  test('are seen by everybody who has their memory', async () => {
    const memory = createSharedPrices(8, 2)
    const [writer, reader] = [new SharedPriceCache(memory), new SharedPriceCache(memory)]
    await writer.apply([published(1)], { partition: 1, untilMs: 5000 })
    expect(await reader.read('SKU-1', 'S01')).toMatchObject({ price: { priceMinor: 9_000, version: 1 }, lease: { partition: 1, untilMs: 5000 } })
  })

  test('of a cache are not those of the store beside it', async () => {
    const [cache, store] = [new SharedPriceCache(createSharedPrices(8, 1)), new SharedPriceStore(createSharedPrices(8, 1))]
    await cache.apply([published(1)], { partition: 0, untilMs: 5000 })
    expect(await store.read('SKU-1', 'S01')).toBeUndefined()
  })
})
