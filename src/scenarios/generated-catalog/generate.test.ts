import { describe, expect, it } from 'vitest'
import type { Sku } from '../../engine/pricing/events.ts'
import { generateCatalog } from './generate.ts'

const skus = await generateCatalog('1', 5_000)

/** Margin in bps at a discount, by this test's own arithmetic. */
function marginBps({ baseMinor, costMinor, logisticsMinor, tax }: Sku, offPercent: number): number {
  const price = (baseMinor * (100 - offPercent)) / 100
  const taxMinor = tax.mode === 'excluded' ? 0 : tax.mode === 'flat' ? tax.amountMinor : (price * tax.rateBps) / (10_000 + tax.rateBps)
  return ((price - costMinor - logisticsMinor - taxMinor) / price) * 10_000
}

const shareAbove = (offPercent: number) => skus.filter((sku) => marginBps(sku, offPercent) >= 3_000).length / skus.length

describe('a generated catalogue', () => {
  it('is the same for the same seed', async () => {
    expect(await generateCatalog('1', 50)).toEqual(skus.slice(0, 50))
    expect(await generateCatalog('2', 50)).not.toEqual(skus.slice(0, 50))
  })

  it('has different SKUs in twelve categories', () => {
    expect(new Set(skus.map(({ sku }) => sku)).size).toBe(5_000)
    expect(new Set(skus.map(({ category }) => category)).size).toBe(12)
  })

  it('has prices from 99.00 to 99,999.00 that end in 9.00 or 9.99', () => {
    for (const { baseMinor } of skus) {
      expect(baseMinor).toBeGreaterThanOrEqual(9_900)
      expect(baseMinor).toBeLessThanOrEqual(9_999_900)
      expect([900, 999]).toContain(baseMinor % 1_000)
    }
  })

  it('nearly always clears the margin floor at the base price, with a handful that cannot', () => {
    expect(shareAbove(0)).toBeGreaterThan(0.99)
    expect(shareAbove(0)).toBeLessThan(1)
  })

  it('often cannot bear a quarter off, and sometimes nothing at all', () => {
    expect(shareAbove(25)).toBeGreaterThan(0.25)
    expect(shareAbove(25)).toBeLessThan(0.6)
    expect(shareAbove(5)).toBeLessThan(0.98)
  })

  it('has taxes of every mode, mostly none in the price', () => {
    const share = (mode: string) => skus.filter(({ tax }) => tax.mode === mode).length / skus.length
    expect(share('excluded')).toBeGreaterThan(0.5)
    expect(share('inclusive')).toBeGreaterThan(0.2)
    expect(share('flat')).toBeGreaterThan(0.02)
  })

  it('grows with its size without growing its names', async () => {
    const startedAt = performance.now()
    expect(await generateCatalog('1', 100_000)).toHaveLength(100_000)
    expect(performance.now() - startedAt).toBeLessThan(2_000)
  })
})
