// A shop of its own reads prices, as promo's readers do, while Redis stands still or is killed under a run. From 250 ms
// after that on, each read must be a last safe price or "unavailable", fast, and never an error.
import { existsSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { PostgresLink } from '../../dist/adapters/postgres/client.js'
import { PostgresPriceStore } from '../../dist/adapters/postgres/price-store.js'
import { RedisLink } from '../../dist/adapters/redis/client.js'
import { RedisPriceCache } from '../../dist/adapters/redis/price-cache.js'
import { postgresLogin, redisLogin } from '../../dist/adapters/server-url.js'
import { PriceReader } from '../../dist/engine/pricing/price-reader.js'
import { schemaOf } from '../../dist/runs/server-names.js'
import { postgresUrl } from '../../dist/runs/stack/health.js'
import { withStack } from '../stack/own-stack.mjs'
import { begin, judged } from './simulate.mjs'

const PREFIX = 'chaos.'
const SKUS = 200
const BEFORE_S = 10
/** Long enough for a machine at work: the run must not end before Redis is back. */
const AFTER_S = 5
const SETTLED_MS = 250
const P99_MS_MAX = 20
const SIGNALS = { pause: ['SIGSTOP', 'SIGCONT'], kill: ['SIGKILL'] }

export async function measure({ how = 'pause', seconds = '10', reads = '200', rate = '500' }, tell) {
  return withStack(async (stack) => {
    const out = join(stack.home, 'runs', 'redis-gone')
    const duration = BEFORE_S + Number(seconds) + AFTER_S
    const flags = ['--target', 'kafka', '--rate', rate, '--skus', String(SKUS), '--stores', '1', '--duration', `${duration}s`, '--topic-prefix', PREFIX, '--out', out]
    const { ended } = begin(['simulate', 'steady', '--no-faults', ...flags], stack.env)
    const shop = await openShop(stack, basename(out))
    await firstPrice(shop)
    const all = []
    const reading = readAll(shop, Number(reads), all)
    while (!existsSync(join(out, 'reads'))) await setTimeout(100)
    await setTimeout(BEFORE_S * 1000)
    const goneAtMs = performance.now()
    const { pid } = JSON.parse(readFileSync(join(stack.home, 'stack.json'), 'utf8')).servers.find(({ kind }) => kind === 'redis').process
    const [onset, undo] = SIGNALS[how]
    process.kill(pid, onset)
    await setTimeout(Number(seconds) * 1000)
    const backAtMs = performance.now()
    if (undo) process.kill(pid, undo)
    shop.isOver = true
    await reading
    tell({ how, run: judged(await ended) })
    await shop.close()
    return figureOf(all.filter(({ atMs }) => atMs >= goneAtMs + SETTLED_MS && atMs < backAtMs), all.filter(({ atMs }) => atMs < goneAtMs))
  })
}

async function openShop({ redis, postgres }, runId) {
  const [link, tables] = await Promise.all([RedisLink.open(redisLogin({ url: `redis://${redis}` }, '--redis'), 'read'), PostgresLink.open(postgresLogin({ url: postgresUrl(postgres) }, '--postgres'))])
  const reader = new PriceReader(new RedisPriceCache({ reader: link, writer: link, prefix: PREFIX }), new PostgresPriceStore(tables, schemaOf(runId)))
  return { reader, tables, isOver: false, close: async () => (link.close(), tables.close()) }
}

/** Prices are dated by the run's time; until the run has a table there is nothing but errors. */
async function firstPrice({ reader }) {
  for (;;) {
    const answer = await reader.read('SKU-00001', 'S01', 0).catch(() => undefined)
    if (answer && answer.source !== 'none') return
    await setTimeout(50)
  }
}

/** An open model: a read every so often, whatever becomes of those before. */
async function readAll(shop, readsPerSecond, all) {
  const under = []
  for (let count = 0; !shop.isOver; count++) {
    under.push(readOne(shop, `SKU-${String((count % SKUS) + 1).padStart(5, '0')}`, all))
    await setTimeout(1000 / readsPerSecond)
  }
  await Promise.all(under)
}

async function readOne({ reader }, sku, all) {
  const atMs = performance.now()
  // As early as it gets: this is about answers and how fast they are; whether they were stale is what the run's own readers are judged by.
  const source = await reader.read(sku, 'S01', 0).then(({ source: from }) => from, () => 'error')
  all.push({ atMs, latencyMs: performance.now() - atMs, source })
}

function figureOf(gone, before) {
  const p99 = (reads) => Number(reads.map(({ latencyMs }) => latencyMs).toSorted((a, b) => a - b)[Math.floor(reads.length * 0.99)]?.toFixed(1))
  const count = (source) => gone.filter((read) => read.source === source).length
  const found = { reads: gone.length, lastSafe: count('store'), unavailable: count('none'), fromCache: count('cache'), errors: count('error'), p99Ms: p99(gone), p99BeforeMs: p99(before) }
  return { ...found, isMet: found.errors === 0 && found.fromCache === 0 && found.reads > 0 && found.p99Ms <= P99_MS_MAX }
}
