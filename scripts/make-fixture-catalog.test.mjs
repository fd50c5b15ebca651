import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readCatalog } from '../src/adapters/files/catalog-csv.ts'
import { catalogPath, FIXTURE_CATALOG, FIXTURE_CATALOG_SKUS } from '../src/scenarios/catalog-file.ts'
import { generateCatalog } from '../src/scenarios/generated-catalog/generate.ts'
import { CATALOG_HEADER, catalogLine } from '../src/adapters/files/catalog-line.ts'

it('the fixture is what its script writes, and reads as what was generated', async () => {
  const skus = await generateCatalog('fixture', FIXTURE_CATALOG_SKUS)
  const file = catalogPath(FIXTURE_CATALOG)
  expect(readFileSync(file, 'utf8')).toBe(CATALOG_HEADER + skus.map(catalogLine).join(''))
  expect(await readCatalog(file)).toEqual(skus)
})
