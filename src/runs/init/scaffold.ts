import { fileURLToPath } from 'node:url'

/** Where the files come from that every installation brings along. */
const at = (path: string): string => fileURLToPath(new URL(`../../../${path}`, import.meta.url))

/** What `promo init` writes, by its name in the user's folder. */
export const SCAFFOLD: Readonly<Record<string, string>> = {
  'my-sale.yaml': at('fixtures/init/my-sale.yaml'),
  'catalog.csv': at('fixtures/init/catalog.csv'),
  'promo.config.yaml': at('fixtures/init/promo.config.yaml'),
  'scenario.schema.json': at('schemas/scenario.schema.json'),
  '.github/workflows/promo.yml': at('fixtures/init/ci.yml'),
}

/** Added to what is there already: people keep other things in it. */
export const IGNORE_FILE = '.gitignore'
export const IGNORED = at('fixtures/init/gitignore')
