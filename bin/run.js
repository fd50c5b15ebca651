#!/usr/bin/env node
// The version check stands before any import: what is imported needs a newer Node just to load.
const NODE_MAJOR_MIN = 24

if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) refuseNode()
else await (await import('../dist/commands/base/start.js')).start(import.meta.url)

function refuseNode() {
  const message = `promo needs Node ${NODE_MAJOR_MIN} or newer, this is ${process.version}`
  const fix = 'in a checkout, "npm ci && npx promo" brings its own'
  process.stderr.write(`${message}; ${fix}\n`)
  if (process.argv.includes('--json')) {
    const error = { code: 'node_too_old', message, place: null, value: process.version, rule: `Node ${NODE_MAJOR_MIN} or newer`, fix }
    process.stdout.write(`${JSON.stringify({ schemaVersion: 1, error, exitCode: 106 })}\n`)
  }
  process.exitCode = 106
}
