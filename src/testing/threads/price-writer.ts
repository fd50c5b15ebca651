import { workerData } from 'node:worker_threads'
import { PriceTable } from '../../adapters/embedded/price-table.ts'
import { published } from '../published.ts'

/** Writes values whose fields all say the same number, as fast as it can, until it is told to stop. */
const { table, stop, skus } = workerData as { readonly table: SharedArrayBuffer; readonly stop: SharedArrayBuffer; readonly skus: readonly string[] }
const prices = new PriceTable(table)
const stopping = new Int32Array(stop)

for (let n = 1; Atomics.load(stopping, 0) === 0; n++) {
  const same = { priceMinor: n, validUntil: n, floorMinor: n, costVersion: n, promoFreeMinor: n, publishedAt: n, promoLabel: String(n) }
  for (const sku of skus) prices.put(published(n, { sku, ...same }), n)
}
