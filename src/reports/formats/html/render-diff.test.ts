import { expect, it } from 'vitest'
import type { ReplayDiff } from '../../digest/replay-diff.ts'
import { diffTables } from '../diff-lines.ts'
import { renderDiff } from './render-diff.ts'

const interval = (value: number) => ({ value, low: value - 100, high: value + 100 })
const diff: ReplayDiff = {
  schemaVersion: 1,
  baseline: 'run-1',
  replayed: 'run-2',
  demand: 'the recorded sales',
  currencies: [
    {
      currency: 'INR',
      skus: 2,
      units: 1200,
      before: { revenueMinor: 100_000, profitMinor: 40_000, unpricedUnits: 0 },
      after: { revenueMinor: 90_000, profitMinor: 42_000, unpricedUnits: 3 },
      revenueMinor: interval(-10_000),
      profitMinor: interval(2000),
      marginBps: interval(667),
    },
  ],
  resamples: 1000,
  skusMoved: 60,
  breachesPrevented: { before: 12, after: 1345 },
  reasons: [
    { reason: 'BASE_PRICE', before: 5, after: 2 },
    { reason: '<b>', before: 0, after: 1 },
  ],
  movers: [
    {
      sku: 'SKU-<1>',
      name: 'Rice & beans',
      currency: 'INR',
      units: 7,
      before: { revenueMinor: 700, profitMinor: 350, unpricedUnits: 0, endPriceMinor: 100 },
      after: { revenueMinor: 0, profitMinor: 0, unpricedUnits: 7, endPriceMinor: null },
    },
  ],
}

it('the page of two rule sets has the sums with their intervals, the reasons and the movers', () => {
  const page = renderDiff(diff)
  for (const text of ['INR 1,000.00', 'INR -101.00 to INR -99.00', '46.67 %', '1,000 resamplings', '12 decisions before, 1,345 after', 'off sale', 'the recorded sales', 'the 50 that change the margin most']) expect(page).toContain(text)
  expect(page).toContain("default-src 'none'".replaceAll("'", '&#39;'))
})

it('the page escapes what comes from users’ files', () => {
  const page = renderDiff(diff)
  expect(page).toContain('SKU-&#60;1&#62; Rice &#38; beans')
  expect(page).not.toContain('<b>')
})

it('the page of two rule sets that do the same says so', () => {
  expect(renderDiff({ ...diff, skusMoved: 0, movers: [] })).toContain('No price, revenue or margin differs.')
})

it('a terminal gets the same figures as tables', () => {
  const tables = diffTables(diff)
  expect(tables.map(({ rows }) => rows.length)).toEqual([4, 2, 1])
  expect(tables[0].rows[0]).toEqual(['revenue', 'INR 1,000.00', 'INR 900.00', 'INR -100.00', 'INR -101.00 to INR -99.00'])
  expect(tables[2].rows[0]).toEqual(['SKU-<1>', '7', 'INR 1.00', 'off sale', 'INR -7.00', 'INR -3.50'])
  expect(diffTables({ ...diff, movers: [] }).length).toBe(2)
})
