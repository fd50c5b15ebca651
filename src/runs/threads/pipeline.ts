import { parentPort, workerData } from 'node:worker_threads'
import type { BoltWrapper } from '../../engine/kernel/bolt.ts'
import { PartitionRunner } from '../../engine/kernel/runner.ts'
import { BOLTS } from '../../engine/pricing/bolts/registry.ts'
import { PatientCache } from '../../engine/pricing/patient-cache.ts'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { Doorbell, sleepMs } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs, RunClock, RunControl } from '../../adapters/embedded/run-control.ts'
import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../../adapters/embedded/segment-log.ts'
import { SharedPriceCache, SharedPriceStore } from '../../adapters/embedded/shared-prices.ts'
import { SnapshotFiles } from '../../adapters/embedded/snapshot-files.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import { CacheDown } from '../../faults/cache-down.ts'
import { PlannedCrashes } from '../../faults/planned-crashes.ts'
import { cacheDownWindows, crashes } from '../../faults/windows.ts'
import { Metrics } from '../../reports/metrics.ts'
import { LEASE } from '../lease.ts'
import { CutList, watchCuts } from './cut-list.ts'
import { LatencyRecorder } from './latency-recorder.ts'
import { injectedFaults } from './news.ts'
import { ObservedProjections, observedBolts } from './observed.ts'
import { PartitionObserver, Tally } from './partition-observer.ts'
import type { PipelineSetting, PipelineTotals } from './pipeline-setting.ts'
import type { PipelineReport } from './thread-reports.ts'


const CHECKPOINT_EVERY_MS = 10_000
/** A pass over the partitions takes at least this long: smaller batches would cost more writes than they save time. */
const PASS_MS = 3
const IDLE_MS = 20
const REPORT_EVERY_MS = 500
// Larger batches keep more of their records alive through a collection than they save in writes: 64 KB beat 256 and 32.
const BATCH_BYTES_MAX = 1 << 16
const SEGMENT_BYTES_MAX = 1 << 24

const setting = workerData as PipelineSetting
const { scenario, shared } = setting
const control = new RunControl(shared.control)
const clock = new RunClock(control, scenario.startsAt, setting.paced)
const doorbell = new Doorbell(shared.doorbells[setting.thread])
const metrics = new Metrics()
const latency = setting.paced ? new LatencyRecorder(scenario.latencyGateMs) : null
const tally = new Tally(metrics, latency)
const observe = observedBolts(metrics)
const cuts = new CutList()
const watch = watchCuts(cuts)
const boltLatencies = Object.keys(BOLTS).map((name) => ({ name, latency: metrics.histogram('bolt_latency', { bolt: name }) }))

function openPartition(partition: number) {
  const ring = new ByteRing(shared.rings[partition])
  const dir = partitionDir(setting.runDir, partition)
  const faults = new PlannedCrashes(setting.crashes, partition, scenario.startsAt)
  const cache = new CacheDown(new SharedPriceCache(shared.cache), setting.cacheDown, clock)
  const log = new SegmentLog({ dir, ring, batchBytesMax: BATCH_BYTES_MAX, segmentBytesMax: SEGMENT_BYTES_MAX })
  const projections = [new ObservedProjections([new SharedPriceStore(shared.store), new PatientCache(cache)], metrics)]
  const wrap: BoltWrapper = (bolt) => faults.wrap(watch(observe(bolt)))
  const create = () => new PricingPipeline({ partition, policy: scenario.policy, stores: scenario.catalog.stores, wrap })
  const runner = new PartitionRunner<PublishedPrice>(
    create,
    { clock, log, checkpoints: new SnapshotFiles(dir), projections, faults },
    { partition, ...LEASE, checkpointEveryMs: CHECKPOINT_EVERY_MS, firstCheckpointMs: (CHECKPOINT_EVERY_MS * (partition + 1)) / scenario.partitions },
    new PartitionObserver(partition, clock, scenario.startsAt, ring, tally),
  )
  return { runner, ring, log, cache, faults }
}

const mine = shared.rings.map((_, partition) => partition).filter((partition) => partition % shared.doorbells.length === setting.thread)
const partitions = mine.map(openPartition)

/** One turn of every partition. True where any of them had inputs. */
async function pass(): Promise<boolean> {
  let busy = false
  for (const { runner } of partitions) if ((await runner.poll()) > 0) busy = true
  return busy
}

async function run(): Promise<void> {
  for (const { runner } of partitions) await runner.recover()
  let reportAt = monotonicMs() + REPORT_EVERY_MS
  for (;;) {
    const began = monotonicMs()
    const { rings } = doorbell
    inject(injectedFaults())
    const busy = await pass()
    if (began >= reportAt) {
      report()
      reportAt = began + REPORT_EVERY_MS
    }
    if (busy) rest(began)
    else if (control.stopping) return
    else doorbell.waitSince(rings, IDLE_MS)
  }
}

/** Each partition takes what concerns it. */
function inject(plan: readonly PlannedFault[]): void {
  if (plan.length === 0) return
  for (const { cache, faults } of partitions) {
    for (const crash of crashes(plan, scenario.seed, scenario.partitions)) faults.add(crash)
    for (const window of cacheDownWindows(plan)) cache.add(window)
  }
}

/** Where traffic is paced, small batches wait for company. */
function rest(began: number): void {
  if (setting.paced && control.startedAtMs > 0) sleepMs(PASS_MS - (monotonicMs() - began))
}

function report(): void {
  const complete = Math.floor(clock.elapsedMs() / 1000)
  const report: PipelineReport = {
    kind: 'progress',
    counts: tally.counts,
    p99Ms: latency?.recentP99Ms() ?? null,
    seconds: latency?.changedSeconds(complete) ?? [],
    windows: latency?.recentWindows() ?? [],
    bolts: boltLatencies.map(({ name, latency }) => ({ name, p50Ms: latency.percentile(50) ?? 0, p99Ms: latency.percentile(99) ?? 0 })),
    cuts: cuts.entries,
  }
  parentPort!.postMessage(report)
}

function totals(): PipelineTotals {
  const { counts, restarts } = tally
  const windows = partitions[0]?.cache.refused ?? []
  const cacheRefused = windows.map((_, window) => partitions.reduce((sum, { cache }) => sum + cache.refused[window], 0))
  return { counts, restarts, cacheRefused, metrics: metrics.snapshot(), windows: latency?.windows ?? [], seconds: latency?.seconds() ?? [] }
}

await run()
for (const { runner, log } of partitions) {
  await runner.checkpoint()
  log.close()
}
parentPort!.postMessage({ kind: 'done', thread: setting.thread, totals: totals() })
