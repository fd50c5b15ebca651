import { describe, expect, test } from 'vitest'
import { ModelCache, ModelStore } from '../../simulator/model-prices.ts'
import { faultWorld } from '../../testing/fault-world.ts'
import { published } from '../../testing/published.ts'
import { PatientProjection } from './patient-projection.ts'
import { type PriceCache, type PublishedPrice, Unavailable } from './ports.ts'

const lease = (untilMs: number) => ({ partition: 0, untilMs })

/** A cache that is down between 100 and 200 ms, a patient publisher before it, and a store beside it. */
function publisher() {
  const { faults, time } = faultWorld('cache:down@100ms+100ms')
  const cache = faults.cache(new ModelCache(), 'test')
  const [patient, store] = [new PatientProjection(cache), new ModelStore()]
  const publish = async (atMs: number, ...prices: PublishedPrice[]) => {
    time.ms = atMs
    for (const projection of [store, patient]) await projection.apply(prices, lease(atMs + 5000))
  }
  return { time, cache, store, publish }
}

describe('publishing to a cache that may be down', () => {
  test('writes nothing while it is down, and the store has everything meanwhile', async () => {
    const { time, cache, store, publish } = publisher()
    await publish(0, published(1))
    await publish(120, published(2, { priceMinor: 8_500 }))

    expect((await store.read('SKU-1', 'S01'))?.version).toBe(2)
    time.ms = 200
    expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 1, priceMinor: 9_000 }, lease: { untilMs: 5000 } })
  })

  test('brings the newest of each item when it is back, with the first turn, even one without prices', async () => {
    const { cache, publish } = publisher()
    await publish(0, published(1), published(1, { sku: 'SKU-2' }))
    await publish(110, published(2), published(1, { sku: 'SKU-3' }))
    await publish(150, published(3, { priceMinor: 8_700 }), published(2, { sku: 'SKU-2' }))

    await publish(210)

    const found = await Promise.all(['SKU-1', 'SKU-2', 'SKU-3'].map((sku) => cache.read(sku, 'S01')))
    expect(found).toMatchObject([
      { price: { version: 3, priceMinor: 8_700 }, lease: { untilMs: 5210 } },
      { price: { version: 2 }, lease: { untilMs: 5210 } },
      { price: { version: 1 }, lease: { untilMs: 5210 } },
    ])
  })

  test('does not bring an old price over a new one', async () => {
    const { cache, publish } = publisher()
    await publish(110, published(2))
    await publish(210, published(3, { priceMinor: 8_700 }))
    expect(await cache.read('SKU-1', 'S01')).toMatchObject({ price: { version: 3, priceMinor: 8_700 } })
  })

  test('keeps what could not be written when the cache goes down again in the middle of a turn', async () => {
    const answers = ['down', 'up', 'down', 'up', 'up']
    const written: string[][] = []
    const flaky: PriceCache = {
      async apply(prices) {
        if (answers.shift() === 'down') throw new Unavailable('the price cache')
        written.push(prices.map(({ sku }) => sku))
      },
      read: async () => undefined,
    }
    const patient = new PatientProjection(flaky)

    await patient.apply([published(1)], lease(1))
    await patient.apply([published(1, { sku: 'SKU-2' })], lease(2))
    await patient.apply([], lease(3))

    expect(written).toEqual([['SKU-1'], ['SKU-2'], []])
  })

  test('brings what waits in portions, keeps only the portions that were refused, and renews no lease before all are there', async () => {
    let isDown = true
    const written: { readonly prices: number; readonly untilMs: number }[] = []
    const slow: PriceCache = {
      async apply(prices, { untilMs }) {
        if (isDown || prices.length > 1000) throw new Unavailable('the price cache')
        written.push({ prices: prices.length, untilMs })
        isDown = written.length === 2
      },
      read: async () => undefined,
    }
    const patient = new PatientProjection(slow)
    await patient.apply(Array.from({ length: 2500 }, (_, item) => published(1, { sku: `SKU-${item}` })), lease(1))

    isDown = false
    await patient.apply([], lease(2))
    expect(written).toEqual([{ prices: 1000, untilMs: 0 }, { prices: 1000, untilMs: 0 }])

    isDown = false
    await patient.apply([], lease(3))
    expect(written.slice(2)).toEqual([{ prices: 500, untilMs: 0 }, { prices: 0, untilMs: 3 }])
  })

  test('asks once a turn while nothing waits', async () => {
    let calls = 0
    const counting: PriceCache = { apply: async () => void calls++, read: () => Promise.resolve(undefined) }
    const patient = new PatientProjection(counting)
    await patient.apply([published(1)], lease(1))
    await patient.apply([], lease(2))
    expect(calls).toBe(2)
  })

  test('does not hide another mistake', async () => {
    const broken: PriceCache = { apply: () => Promise.reject(new TypeError('a bug')), read: () => Promise.resolve(undefined) }
    await expect(new PatientProjection(broken).apply([published(1)], lease(1))).rejects.toThrow('a bug')
  })
})
