// Events as ../shared/peers reads them: 5,000 SKUs, sales 70, inventory 20, cost 5, competitor 5 %, about 150 bytes.
const SKUS = 5000

/** Event n, which is due at `ts` (epoch ms). The same n is the same event. */
export function peerEvent(n, ts) {
  const sku = `SKU-${String((n * 7919) % SKUS).padStart(5, '0')}`
  return { key: sku, value: `{"id":"e-${n}","sku":"${sku}","store":"S01","ts":${ts},${detailOf(n)},"source":"bench","schemaVersion":1}` }
}

function detailOf(n) {
  const turn = n % 20
  if (turn < 14) return `"type":"sale","qty":${1 + (n % 3)}`
  if (turn < 18) return `"type":"inventory","onHand":${100 + (n % 900)}`
  return turn === 18 ? `"type":"cost","costMinor":${3000 + (n % 5000)}` : `"type":"competitor","priceMinor":${9000 + (n % 50_000)}`
}
