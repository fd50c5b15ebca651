import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import { published } from '../../testing/published.ts'
import { PriceTable } from './price-table.ts'

describe('the price table', () => {
  test('writes what is newer, and says what it did not write', () => {
    const table = PriceTable.create(10)
    const written = [2, 2, 1, 3].map((version) => table.put(published(version, { priceMinor: version * 100 }), 0))
    expect(written).toEqual([true, false, false, true])
    expect(table.find('SKU-1', 'S01')).toMatchObject({ price: { version: 3, priceMinor: 300 } })
  })

  test('keeps the partition that wrote a price', () => {
    const table = PriceTable.create(10)
    table.put(published(1), 7)
    expect(table.find('SKU-1', 'S01')?.partition).toBe(7)
  })

  test('cuts a label that is longer than its place, and nothing beside it', () => {
    const table = PriceTable.create(10)
    table.put(published(1, { promoLabel: 'a-promotion-with-a-name-that-is-much-too-long' }), 0)
    expect(table.find('SKU-1', 'S01')?.price).toMatchObject({ promoLabel: 'a-promotion-with-a-name', version: 1, publishedAt: 0 })
    table.put(published(2, { promoLabel: 'short' }), 0)
    expect(table.find('SKU-1', 'S01')?.price.promoLabel).toBe('short')
  })

  test('has room for as many items as it was made for, apart from each other', () => {
    const table = PriceTable.create(20_000)
    for (let n = 0; n < 20_000; n++) table.put(published(1, { sku: `SKU-${n >> 2}`, store: `S${n & 3}`, priceMinor: n }), 0)
    const found = Array.from({ length: 20_000 }, (_, n) => table.find(`SKU-${n >> 2}`, `S${n & 3}`)?.price.priceMinor)
    expect(found).toEqual(Array.from(found, (_, n) => n))
    expect(table.find('SKU-0', 'S4')).toBeUndefined()
  })

  test('that is full says so, goes on with what it has, and knows what it does not have', () => {
    const table = PriceTable.create(1)
    let items = 0
    expect(() => {
      for (; items < 1000; items++) table.put(published(1, { sku: `SKU-${items}` }), 0)
    }).toThrow('the price table is full: 64 slots')
    expect(items).toBe(64)
    expect(table.put(published(2, { sku: 'SKU-3' }), 0)).toBe(true)
    expect(table.find('SKU-3', 'S01')?.price.version).toBe(2)
    expect(table.find('SKU-64', 'S01')).toBeUndefined()
  })

  test('shows readers on another thread no value that was never written', { timeout: 30_000 }, async () => {
    const skus = ['SKU-1', 'SKU-2', 'SKU-3']
    const [table, stop] = [PriceTable.create(10), new SharedArrayBuffer(4)]
    const worker = new Worker(new URL('../../testing/threads/price-writer.ts', import.meta.url), { workerData: { table: table.shared, stop, skus } })
    const ended = new Promise((resolve, reject) => worker.once('exit', resolve).once('error', reject))
    while (!table.find('SKU-3', 'S01')) await new Promise((resolve) => setTimeout(resolve, 1))

    const { torn, backwards, versions } = readFor(700, table, skus)

    Atomics.store(new Int32Array(stop), 0, 1)
    await ended
    expect([torn, backwards]).toEqual([[], 0])
    // Few on a busy machine, but enough to know that both threads were at it.
    expect(versions).toBeGreaterThan(10)
  })
})

/** Reads without a pause: values whose fields do not agree, versions that went back, and how many versions were met. */
function readFor(ms: number, table: PriceTable, skus: readonly string[]) {
  const torn: unknown[] = []
  const newest = skus.map(() => 0)
  let [backwards, versions] = [0, 0]
  for (const until = performance.now() + ms; performance.now() < until; ) {
    for (const [index, sku] of skus.entries()) {
      const found = table.find(sku, 'S01')!
      const { version } = found.price
      if (new Set([...Object.values(found.price).map(Number), found.partition]).size !== 1) torn.push(found)
      if (version < newest[index]) backwards++
      if (version > newest[index]) versions++
      newest[index] = version
    }
  }
  return { torn: torn.slice(0, 3), backwards, versions }
}
