import type { PublishedPrice } from '../engine/pricing/ports.ts'

/** A published price: 90.00 for ten minutes, base price 100.00, floor 80.00. */
export function published(version: number, more: Partial<PublishedPrice> = {}): PublishedPrice {
  return {
    sku: 'SKU-1',
    store: 'S01',
    priceMinor: 9_000,
    currency: 'INR',
    promoLabel: 'flash',
    validUntil: 600_000,
    version,
    floorMinor: 8_000,
    costVersion: 1,
    promoFreeMinor: 10_000,
    publishedAt: 0,
    ...more,
  }
}
