import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PriceStore } from '../../engine/pricing/ports.ts'
import { published } from '../published.ts'

const LEASE = { partition: 0, untilMs: 5000 }

export const item = fc.record({ sku: fc.constantFrom('SKU-1', 'SKU-2', 'S', ''), store: fc.constantFrom('S01', '1S01', '01', '') })
export const writes = fc.array(fc.record({ item, version: fc.integer({ min: 1, max: 6 }), priceMinor: fc.nat(10_000) }))

/** What every store of last safe prices promises. A cache promises the same, and leases besides. */
export function priceStoreContract(name: string, open: () => PriceStore): void {
  describe(`${name} as a price store`, () => {
    test('knows nothing of an item that was never written', async () => {
      const store = open()
      await store.apply([published(1)], LEASE)
      expect(await store.read('SKU-1', 'S02')).toBeUndefined()
      expect(await store.read('SKU-2', 'S01')).toBeUndefined()
    })

    test('gives back every field', async () => {
      const store = open()
      await store.apply([published(3)], LEASE)
      const { sku: _, store: __, currency: ___, ...found } = published(3)
      expect(await store.read('SKU-1', 'S01')).toMatchObject(found)
    })

    test('takes a newer version, and no older or equal one', async () => {
      const store = open()
      for (const [version, priceMinor] of [[5, 500], [4, 400], [5, 501], [7, 700], [6, 600]]) await store.apply([published(version, { priceMinor })], LEASE)
      expect(await store.read('SKU-1', 'S01')).toMatchObject({ version: 7, priceMinor: 700 })
    })

    test('takes "unavailable" like any other value', async () => {
      const store = open()
      await store.apply([published(1), published(2, { priceMinor: 0, promoLabel: '', floorMinor: 0, promoFreeMinor: 0 })], LEASE)
      expect(await store.read('SKU-1', 'S01')).toMatchObject({ version: 2, priceMinor: 0, promoLabel: '', promoFreeMinor: 0 })
    })

    test('keeps prices of any size to the minor unit', async () => {
      const store = open()
      await store.apply([published(2 ** 40, { priceMinor: 2 ** 53 - 1, validUntil: 8.64e15 })], LEASE)
      expect(await store.read('SKU-1', 'S01')).toMatchObject({ version: 2 ** 40, priceMinor: 2 ** 53 - 1, validUntil: 8.64e15 })
    })

    test('is a map of newest versions, whatever is written how often', async () => {
      await fc.assert(
        fc.asyncProperty(writes, async (all) => {
          const store = open()
          const model = new Map<string, { readonly version: number; readonly priceMinor: number }>()
          for (const { item: { sku, store: at }, version, priceMinor } of all) {
            const key = `${sku} ${at}`
            await store.apply([published(version, { sku, store: at, priceMinor })], LEASE)
            if ((model.get(key)?.version ?? 0) < version) model.set(key, { version, priceMinor })
          }
          for (const { item: { sku, store: at } } of all) expect(await store.read(sku, at)).toMatchObject(model.get(`${sku} ${at}`)!)
        }),
        { numRuns: 50 },
      )
    })
  })
}
