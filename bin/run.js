#!/usr/bin/env node
// The version check stands before any import: the packages below need a newer Node just to load.
const [major] = process.versions.node.split('.').map(Number)
if (major < 24) {
  process.stderr.write(
    `promo needs Node 24 or newer; this is ${process.version}. In a checkout, "npm ci && npx promo ..." brings its own.\n`,
  )
  process.exit(106)
}
const { start } = await import('../dist/commands/start.js').catch(() => import('../dist/start.js'))
await start(import.meta.url)
