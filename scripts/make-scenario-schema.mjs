// Writes schemas/scenario.schema.json for editors. Node takes the TypeScript as it stands.
import { mkdirSync, writeFileSync } from 'node:fs'
import { scenarioJsonSchema } from '../src/scenarios/file/schema.ts'

mkdirSync(new URL('../schemas/', import.meta.url), { recursive: true })
writeFileSync(new URL('../schemas/scenario.schema.json', import.meta.url), `${JSON.stringify(scenarioJsonSchema(), null, 2)}\n`)
