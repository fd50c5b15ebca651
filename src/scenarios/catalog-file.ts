import { fileURLToPath } from 'node:url'

const FIXTURE = 'fixture:'

/** The catalogue that comes with promo. Written like this a recorded scenario means the same on every machine. */
export const FIXTURE_CATALOG = `${FIXTURE}catalog.csv`
export const FIXTURE_CATALOG_SKUS = 5000

/** Where a scenario's catalogue lies on this machine. */
export function catalogPath(file: string): string {
  return file.startsWith(FIXTURE) ? fileURLToPath(new URL(`../../fixtures/${file.slice(FIXTURE.length)}`, import.meta.url)) : file
}
