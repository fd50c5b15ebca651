// The raw loop: encode, append, decode, encode, append the same bytes; no pricing. Pipeline figures are held against it,
// because only ratios travel from machine to machine.
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'

const BATCH = 500

/** Events a second of `threads` threads, each doing `events` of them. */
export async function rawLoop({ threads, events }) {
  const workers = Array.from({ length: threads }, (_, thread) => new Worker(fileURLToPath(import.meta.url), { workerData: { thread, events } }))
  const messages = await Promise.all(workers.map((worker) => new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject))))
  const slowestMs = Math.max(...messages.map(({ ms }) => ms))
  return { threads, events: threads * events, eventsPerSecond: Math.round((threads * events * 1000) / slowestMs) }
}

function event(n) {
  return {
    topic: 'sales_events',
    id: `g1-0-${n}`,
    type: 'sale',
    sku: `SKU-${String(n % 5000).padStart(5, '0')}`,
    store: 'S01',
    ts: 1795840200000 + n,
    source: 'checkout',
    receivedAt: 1795840200000 + n,
    schemaVersion: 1,
    data: { qty: 1 + (n % 4), unitPriceMinor: 88315, channel: 'online', segment: 'member', orderId: `o-${n}` },
  }
}

function work({ thread, events }) {
  const dir = mkdtempSync(join(tmpdir(), 'promo-raw-'))
  const file = openSync(join(dir, String(thread)), 'a')
  const began = performance.now()
  for (let n = 0; n < events; n += BATCH) {
    let lines = ''
    for (let index = 0; index < BATCH; index++) lines += `${JSON.stringify(event(n + index))}\n`
    writeSync(file, Buffer.from(lines))
    let again = ''
    for (const line of Buffer.from(lines).toString('utf8', 0, Buffer.byteLength(lines) - 1).split('\n')) again += `${JSON.stringify(JSON.parse(line))}\n`
    writeSync(file, Buffer.from(again))
  }
  const ms = performance.now() - began
  closeSync(file)
  rmSync(dir, { recursive: true })
  return { ms }
}

if (!isMainThread && workerData?.events) parentPort.postMessage(work(workerData))
