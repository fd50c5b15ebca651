import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Sku } from '../../engine/pricing/events.ts'
import { readCatalog } from './catalog-csv.ts'
import { CATALOG_HEADER, catalogLine } from './catalog-line.ts'

const common = { category: 'home', brand: 'O’Neil & Sons', vendor: 'Müller, Weiß "Trading"', baseMinor: 79900, costMinor: 47301, logisticsMinor: 0 }

const SKUS: readonly Sku[] = [
  { ...common, sku: '00123', name: 'Pipe, 2" wide', currency: 'INR', tax: { mode: 'inclusive', rateBps: 1250 }, mapMinor: 69999 },
  { ...common, sku: 'A/b_c.d', name: 'Yen', currency: 'JPY', tax: { mode: 'excluded' } },
  { ...common, sku: 'K', name: 'Dinar', currency: 'KWD', tax: { mode: 'flat', amountMinor: 5 } },
]

it('writes what the reader reads', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'promo-line-'))
  const file = join(folder, 'catalog.csv')
  writeFileSync(file, CATALOG_HEADER + SKUS.map(catalogLine).join(''))
  expect(await readCatalog(file)).toEqual(SKUS)
  rmSync(folder, { recursive: true })
})
