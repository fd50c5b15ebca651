// Writes fixtures/catalog.csv: 5,000 SKUs, the same on every run. With --check it only compares, and fails if the
// fixture is not what this script writes and the reader reads. Node takes the TypeScript as it stands.
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { readCatalog } from '../src/adapters/files/catalog-csv.ts'
import { CATALOG_HEADER, catalogLine } from '../src/adapters/files/catalog-line.ts'
import { catalogPath, FIXTURE_CATALOG, FIXTURE_CATALOG_SKUS } from '../src/scenarios/catalog-file.ts'
import { generateCatalog } from '../src/scenarios/generated-catalog/generate.ts'

const file = catalogPath(FIXTURE_CATALOG)
const skus = await generateCatalog('fixture', FIXTURE_CATALOG_SKUS)
const text = CATALOG_HEADER + skus.map(catalogLine).join('')

if (process.argv.includes('--check')) {
  assert.ok(readFileSync(file, 'utf8') === text, `${file} is stale: run node scripts/make-fixture-catalog.mjs`)
  assert.deepEqual(await readCatalog(file), skus)
} else {
  writeFileSync(file, text)
}
