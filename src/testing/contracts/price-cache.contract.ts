import { describe, expect, test } from 'vitest'
import type { PriceCache, PriceStore } from '../../engine/pricing/ports.ts'
import { published } from '../published.ts'
import { priceStoreContract } from './price-store.contract.ts'

/** What every hot price cache promises: all that a store does, and leases. */
export function priceCacheContract(name: string, open: () => PriceCache): void {
  priceStoreContract(`${name} without its leases`, () => withoutLeases(open()))

  describe(`${name} as a price cache`, () => {
    const leaseOf = async (cache: PriceCache, sku = 'SKU-1') => (await cache.read(sku, 'S01'))?.lease

    test('gives a price with the lease of the partition that published it', async () => {
      const cache = open()
      await cache.apply([published(1)], { partition: 0, untilMs: 5000 })
      await cache.apply([published(1, { sku: 'SKU-2' })], { partition: 1, untilMs: 7000 })
      expect([await leaseOf(cache), await leaseOf(cache, 'SKU-2')]).toEqual([{ partition: 0, untilMs: 5000 }, { partition: 1, untilMs: 7000 }])
    })

    test('renews the lease for prices that did not change', async () => {
      const cache = open()
      await cache.apply([published(1), published(1, { sku: 'SKU-2' })], { partition: 1, untilMs: 5000 })
      await cache.apply([], { partition: 1, untilMs: 6000 })
      expect([await leaseOf(cache), await leaseOf(cache, 'SKU-2')]).toEqual([{ partition: 1, untilMs: 6000 }, { partition: 1, untilMs: 6000 }])
    })

    test('leaves the leases of other partitions alone', async () => {
      const cache = open()
      await cache.apply([published(1)], { partition: 0, untilMs: 5000 })
      await cache.apply([published(1, { sku: 'SKU-2' })], { partition: 1, untilMs: 9000 })
      expect((await leaseOf(cache))?.untilMs).toBe(5000)
    })

    test('does not shorten a lease: what a recovery publishes again is old', async () => {
      const cache = open()
      await cache.apply([published(2)], { partition: 0, untilMs: 9000 })
      await cache.apply([published(1)], { partition: 0, untilMs: 5000 })
      expect(await cache.read('SKU-1', 'S01')).toMatchObject({ lease: { untilMs: 9000 }, price: { version: 2 } })
    })
  })
}

const withoutLeases = (cache: PriceCache): PriceStore => ({
  apply: (prices, lease) => cache.apply(prices, lease),
  read: async (sku, store) => (await cache.read(sku, store))?.price,
})
