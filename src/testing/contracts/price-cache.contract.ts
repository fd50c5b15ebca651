import { describe, expect, test } from 'vitest'
import { type PriceCache, PricesLost, type PriceStore } from '../../engine/pricing/ports.ts'
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
      expect([await leaseOf(cache), await leaseOf(cache, 'SKU-2')]).toMatchObject([{ partition: 0, untilMs: 5000 }, { partition: 1, untilMs: 7000 }])
    })

    test('renews the lease for prices that did not change', async () => {
      const cache = open()
      await cache.apply([published(1), published(1, { sku: 'SKU-2' })], { partition: 1, untilMs: 5000 })
      await cache.apply([], { partition: 1, untilMs: 6000 })
      expect([await leaseOf(cache), await leaseOf(cache, 'SKU-2')]).toMatchObject([{ partition: 1, untilMs: 6000 }, { partition: 1, untilMs: 6000 }])
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

    test('grants a lease where it holds the newest write that it confirmed, or a newer one, and tells readers its mark', async () => {
      const cache = open()
      await cache.apply([published(1)], { partition: 1, untilMs: 5000, mark: 10 })
      await cache.apply([published(2)], { partition: 1, untilMs: 6000, mark: 12, expectedMark: 10 })
      // The answer to that one was lost.
      await cache.apply([], { partition: 1, untilMs: 7000, mark: 13, expectedMark: 10 })
      expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 2 }, lease: { partition: 1, untilMs: 7000, mark: 13 } })
    })

    test('writes nothing and grants nothing where it was flushed, nor the next time', async () => {
      const cache = open()
      for (const mark of [11, 12]) {
        await expect(cache.apply([published(2)], { partition: 1, untilMs: 6000, mark, expectedMark: 10 })).rejects.toThrow(PricesLost)
        expect(await cache.read('SKU-1', 'S01')).toBeUndefined()
      }
    })

    test('revokes the lease where it came back old, and grants one again when everything was written once more', async () => {
      const cache = open()
      await cache.apply([published(1)], { partition: 1, untilMs: 5000, mark: 9 })
      await expect(cache.apply([published(2)], { partition: 1, untilMs: 6000, mark: 11, expectedMark: 10 })).rejects.toThrow(PricesLost)
      expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 1 }, lease: { untilMs: 0, mark: 9 } })

      await cache.apply([published(2)], { partition: 1, untilMs: 0, mark: 12 })
      expect(await leaseOf(cache)).toEqual({ partition: 1, untilMs: 0, mark: 12 })
      await cache.apply([], { partition: 1, untilMs: 7000, mark: 13, expectedMark: 12 })
      expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 2 }, lease: { untilMs: 7000 } })
    })

    test('takes an owner who has written nothing yet where the lease is there from which he goes on', async () => {
      const cache = open()
      await cache.apply([published(1)], { partition: 0, untilMs: 5000, mark: 10 })
      await cache.apply([], { partition: 0, untilMs: 6000, mark: 20, expectedMs: 5000 })
      expect((await leaseOf(cache))?.untilMs).toBe(6000)
      await expect(cache.apply([], { partition: 0, untilMs: 7000, mark: 30, expectedMs: 6001 })).rejects.toThrow(PricesLost)
      expect((await leaseOf(cache))?.untilMs).toBe(0)
    })

    test('renews nothing for a write that is older than its newest: an owner of yesterday grants no lease', async () => {
      const cache = open()
      await cache.apply([published(1)], { partition: 0, untilMs: 0, mark: 20 })
      await cache.apply([published(2)], { partition: 0, untilMs: 9000, mark: 15, expectedMark: 10 })
      expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 2 }, lease: { untilMs: 0, mark: 20 } })
    })

    test('loses nothing of the other partitions with those of one', async () => {
      const cache = open()
      await cache.apply([published(1)], { partition: 0, untilMs: 5000, mark: 10 })
      await expect(cache.apply([], { partition: 1, untilMs: 6000, mark: 11, expectedMark: 10 })).rejects.toThrow(PricesLost)
      expect(await leaseOf(cache)).toEqual({ partition: 0, untilMs: 5000, mark: 10 })
    })
  })
}

const withoutLeases = (cache: PriceCache): PriceStore => ({
  apply: (prices, lease) => cache.apply(prices, lease),
  read: async (sku, store) => (await cache.read(sku, store))?.price,
})
