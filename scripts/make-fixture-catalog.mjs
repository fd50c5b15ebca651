// Writes fixtures/catalog.csv: 5,000 SKUs, the same on every run. Node reads the TypeScript as it stands.
import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { CATALOG_HEADER, catalogLine } from '../src/adapters/files/catalog-line.ts'
import { FIXTURE_CATALOG_SKUS } from '../src/scenarios/catalog-file.ts'
import { generateCatalog } from '../src/scenarios/generated-catalog/generate.ts'

const skus = await generateCatalog('fixture', FIXTURE_CATALOG_SKUS)
const file = fileURLToPath(new URL('../fixtures/catalog.csv', import.meta.url))
writeFileSync(file, CATALOG_HEADER + skus.map(catalogLine).join(''))
