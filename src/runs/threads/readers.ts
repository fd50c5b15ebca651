import { closeSync, mkdirSync, openSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { Random } from '../../engine/kernel/random.ts'
import { PriceReader, type PriceAnswer } from '../../engine/pricing/price-reader.ts'
import { sleepMs } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs, RunClock, RunControl } from '../../adapters/embedded/run-control.ts'
import { SharedPriceCache, SharedPriceStore } from '../../adapters/embedded/shared-prices.ts'
import { CacheDown } from '../../faults/cache-down.ts'
import { cacheDownWindows } from '../../faults/windows.ts'
import { Histogram } from '../../reports/histogram.ts'
import { AliasTable } from '../../scenarios/alias-table.ts'
import { dueBy } from '../../scenarios/shapes/registry.ts'
import { injectedFaults } from './news.ts'
import type { ReaderSetting, ReaderTotals } from './reader-setting.ts'
import type { ReaderReport } from './thread-reports.ts'

const FLUSH_CHARACTERS = 1 << 16
const PASS_MS = 1
const REPORT_EVERY_MS = 500

const setting = workerData as ReaderSetting
const { scenario, shared } = setting
const control = new RunControl(shared.control)
const clock = new RunClock(control, scenario.startsAt, setting.paced)
const cache = new CacheDown(new SharedPriceCache(shared.cache), setting.cacheDown, clock)
const reader = new PriceReader(cache, new SharedPriceStore(shared.store))
const random = new Random(scenario.seed).fork('readers')
const draw = new AliasTable(setting.shares)
const { stores } = scenario.catalog
const latency = new Histogram()
const seen = { cache: 0, store: 0, none: 0 }

mkdirSync(join(setting.runDir, 'reads'), { recursive: true })
const file = openSync(join(setting.runDir, 'reads', 'reader-1.jsonl'), 'a')
let text = ''

/** One read, logged as it was seen. Its `now` is taken before the read, as a shop would. */
async function readOne(): Promise<void> {
  const sku = setting.keys[draw.draw(random.fraction())]
  const store = stores[random.below(stores.length)]
  const now = clock.now()
  const began = monotonicMs()
  const answer = await reader.read(sku, store, now)
  latency.record(Math.round((monotonicMs() - began) * 1000))
  seen[answer.source]++
  text += `${line(now, sku, store, answer)}\n`
  if (text.length >= FLUSH_CHARACTERS) flush()
}

function line(now: number, sku: string, store: string, answer: PriceAnswer): string {
  const { source, priceMinor, version, validUntil, leaseUntil, publishedAt } = answer
  return JSON.stringify({ now, sku, store, source, priceMinor: priceMinor || null, version, validUntil, leaseUntil, publishedAt })
}

function flush(): void {
  if (text !== '') writeSync(file, text)
  text = ''
}

function report(): void {
  const report: ReaderReport = { kind: 'progress', reads: done, fallbacks: seen.store, unavailable: seen.none, p99Ms: latency.percentile(99) }
  parentPort!.postMessage(report)
}

parentPort!.postMessage({ kind: 'ready' })
while (control.startedAtMs === 0 && !control.stopping) sleepMs(0.5)
let done = 0
let reportAtMs = REPORT_EVERY_MS
for (let elapsedMs = 0; elapsedMs < scenario.durationMs && !control.stopping; ) {
  for (const window of cacheDownWindows(injectedFaults())) cache.add(window)
  elapsedMs = Math.min(Math.floor(clock.elapsedMs()), scenario.durationMs)
  const due = Math.floor(dueBy(scenario.traffic.shape, elapsedMs, scenario.durationMs) * scenario.traffic.readShare)
  while (done < due && !control.stopping) {
    await readOne()
    done++
  }
  if (elapsedMs >= reportAtMs) {
    report()
    reportAtMs = elapsedMs + REPORT_EVERY_MS
  }
  sleepMs(PASS_MS)
}
flush()
closeSync(file)
const totals: ReaderTotals = { reads: done, seen, latency: latency.encode(), cacheRefused: cache.refused }
parentPort!.postMessage({ kind: 'done', totals })
