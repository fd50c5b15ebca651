// npm run bench [-- name …]: every figure of docs/benchmarks.md, as a table on stderr and as JSON on stdout.
import { spawnSync } from 'node:child_process'
import { cpus, totalmem } from 'node:os'
import { dashboard } from './dashboard.mjs'
import { helpMs, paced } from './paced.mjs'
import { rawLoop } from './raw-loop.mjs'
import { flashSale, peersMix, unthrottled } from './unthrottled.mjs'

const BENCHES = {
  help: async () => ({ helpMs: await helpMs() }),
  raw: () => rawLoop({ threads: 2, events: 600_000 }),
  peers: () => unthrottled(peersMix(flashSale(60))),
  default: () => unthrottled(flashSale(60)),
  million: () => {
    const scenario = peersMix(flashSale(60))
    return unthrottled({ ...scenario, catalog: { ...scenario.catalog, file: null, skus: 1_000_000 } })
  },
  paced: () => paced(['flash-sale', '--no-faults']),
  crash: () => paced(['flash-sale']),
  // Five and a half minutes; asked for by name.
  memory: () => paced(['flash-sale', '--no-faults', '--duration', '330s']),
  // Four minutes; asked for by name.
  dashboard: () => dashboard(),
}
const LONG = ['memory', 'dashboard']

const asked = process.argv.slice(2)
const unknown = asked.find((name) => !Object.hasOwn(BENCHES, name))
if (unknown) {
  process.stderr.write(`there is no bench ${unknown}; there are ${Object.keys(BENCHES).join(', ')}\n`)
  process.exit(2)
}
const names = asked.length > 0 ? asked : Object.keys(BENCHES).filter((name) => !LONG.includes(name))
const figures = {}
for (const name of names) {
  process.stderr.write(`${name} …\n`)
  // What the last bench wrote is on its way to the disk, and would be in the way of the next one.
  spawnSync('sync')
  figures[name] = await BENCHES[name]()
}
if (figures.raw && figures.peers) figures.peers.shareOfRawLoop = Math.round((figures.peers.eventsPerSecond / figures.raw.eventsPerSecond) * 1000) / 1000
if (figures.peers && figures.million) figures.million.shareOfPeers = Math.round((figures.million.eventsPerSecond / figures.peers.eventsPerSecond) * 1000) / 1000

const machine = { cores: cpus().length, model: cpus()[0].model, memoryGb: Math.round(totalmem() / 2 ** 30), node: process.version }
const text = (value) => (Array.isArray(value) ? `${value.length} samples` : typeof value === 'number' ? value.toLocaleString('en') : String(value))
process.stderr.write(`\n${machine.cores} × ${machine.model}, ${machine.memoryGb} GiB, Node ${machine.node}\n\n| bench | figure | value |\n|---|---|---|\n`)
for (const [name, rows] of Object.entries(figures)) for (const [figure, value] of Object.entries(rows)) process.stderr.write(`| ${name} | ${figure} | ${text(value)} |\n`)
process.stdout.write(`${JSON.stringify({ machine, figures }, null, 1)}\n`)
