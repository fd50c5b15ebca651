import { parentPort, workerData } from 'node:worker_threads'
import { Random } from '../../engine/kernel/random.ts'
import { PriceReader } from '../../engine/pricing/price-reader.ts'
import { sleepMs } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs, RunClock, RunControl } from '../../adapters/embedded/run-control.ts'
import { SharedPriceCache, SharedPriceStore } from '../../adapters/embedded/shared-prices.ts'
import { Histogram } from '../../reports/histogram.ts'
import { AliasTable } from '../../scenarios/alias-table.ts'
import { dueBy } from '../../scenarios/shapes/registry.ts'
import { injectedFaults } from './news.ts'
import { ReadsLog } from './reads-log.ts'
import type { ReaderSetting, ReaderTotals } from './reader-setting.ts'
import { stepAside } from './step-aside.ts'
import { openThreadFaults } from './thread-faults.ts'
import type { ReaderReport } from './thread-reports.ts'

const PASS_MS = 1
/** Reads that go together cost the server and us less than each alone; how long one takes is timed one by one. */
const REMOTE_PASS_MS = 20
const REPORT_EVERY_MS = 500
/** A price that takes its time, on another server or under a fault, leaves others time to ask. */
const READERS = 8
/** Nobody waits longer for his turn: shoppers who have not been served by then have left. */
const PATIENCE_MS = 1000
/** So often it is looked what is due. */
const LOOK_EVERY_MS = 100

const setting = workerData as ReaderSetting
const { scenario, shared } = setting
const control = new RunControl(shared.control)
const clock = new RunClock(control, scenario.startsAt, setting.paced)
const prices = setting.kafka ? await (await import('./real-prices.ts')).openRealPrices(setting.kafka, 'read') : { cache: new SharedPriceCache(shared.cache), store: new SharedPriceStore(shared.store) }
const faults = openThreadFaults(setting, control, clock)
const shopClock = faults.clock(clock)
const reader = new PriceReader(faults.cache(prices.cache, 'readers'), faults.store(prices.store, 'readers'))
const random = new Random(scenario.seed).fork('readers')
const draw = new AliasTable(setting.shares)
const { stores } = scenario.catalog
const latency = new Histogram()
const seen = { cache: 0, store: 0, none: 0 }

const isPatient = setting.kafka !== undefined || setting.faults.some(({ spec }) => ['cache', 'store'].includes(spec.target.name))
const logs = Array.from({ length: isPatient ? READERS : 1 }, (_, reader) => new ReadsLog(setting.runDir, reader + 1))

const served = (): number => seen.cache + seen.store + seen.none

/** One read, logged as it was seen. Its `now` is taken before the read, as a shop would. */
async function readOne(log: ReadsLog): Promise<void> {
  const sku = setting.keys[draw.draw(random.fraction())]
  const store = stores[random.below(stores.length)]
  const now = shopClock.now()
  const began = monotonicMs()
  const answer = await reader.read(sku, store, now)
  latency.record(Math.round((monotonicMs() - began) * 1000))
  seen[answer.source]++
  log.add(now, sku, store, answer)
}

async function readUntil(due: number, log: ReadsLog): Promise<void> {
  const lookAtMs = monotonicMs() + LOOK_EVERY_MS
  while (done < due && !control.stopping && monotonicMs() < lookAtMs) {
    done++
    await readOne(log)
  }
}

const readsDueBy = (ms: number): number => Math.floor(dueBy(scenario.traffic.shape, Math.max(0, ms), scenario.durationMs) * scenario.traffic.readShare)

function report(): void {
  const report: ReaderReport = { kind: 'progress', reads: served(), fallbacks: seen.store, unavailable: seen.none, p99Ms: latency.percentile(99) }
  parentPort!.postMessage(report)
}

if (setting.kafka) stepAside()
parentPort!.postMessage({ kind: 'ready' })
while (control.startedAtMs === 0 && !control.stopping) sleepMs(0.5)
let done = 0
let reportAtMs = REPORT_EVERY_MS
for (let elapsedMs = 0; elapsedMs < scenario.durationMs && !control.stopping; ) {
  for (const fault of injectedFaults()) faults.add(fault)
  elapsedMs = Math.min(Math.floor(clock.elapsedMs()), scenario.durationMs)
  const due = readsDueBy(elapsedMs)
  done = Math.max(done, readsDueBy(elapsedMs - PATIENCE_MS))
  await Promise.all(logs.map((log) => readUntil(due, log)))
  if (elapsedMs >= reportAtMs) {
    report()
    reportAtMs = elapsedMs + REPORT_EVERY_MS
  }
  sleepMs(setting.kafka ? REMOTE_PASS_MS : PASS_MS)
}
for (const log of logs) log.close()
const totals: ReaderTotals = { reads: served(), seen, latency: latency.encode(), hits: faults.hits }
parentPort!.postMessage({ kind: 'done', totals })
