import { ByteRing } from '../adapters/embedded/byte-ring.ts'
import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../adapters/embedded/segment-log.ts'
import { createSharedPrices, SharedPriceCache, SharedPriceStore } from '../adapters/embedded/shared-prices.ts'
import { SnapshotFiles } from '../adapters/embedded/snapshots/snapshot-files.ts'
import { PartitionRunner } from '../engine/kernel/runner.ts'
import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import { PatientProjection } from '../engine/pricing/patient-projection.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import type { PublishedPrice } from '../engine/pricing/ports.ts'
import { PriceReader } from '../engine/pricing/price-reader.ts'
import { RefillingProjection } from '../engine/pricing/refilling-projection.ts'
import { CrashingProjections } from '../faults/crashing-projections.ts'
import { PlannedCrashes } from '../faults/planned-crashes.ts'
import type { PlannedCrash } from '../faults/windows.ts'
import { writeScenario } from '../runs/fault-desk.ts'
import { LEASE } from '../runs/lease.ts'
import { planScenario } from '../runs/plan-scenario.ts'
import { writeSent } from '../runs/sent-file.ts'
import { ReadsLog } from '../runs/threads/reads-log.ts'
import { noCounts } from '../scenarios/admission.ts'
import { generateCatalog } from '../scenarios/generated-catalog/generate.ts'
import { openMarket } from '../scenarios/market.ts'
import { seedLines } from '../scenarios/seed-lines.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { Traffic } from '../scenarios/traffic.ts'

const SLICE_MS = 20
const EVENTS_A_SECOND = 200
/** A partition that starts again has so much of its log to execute. */
const CHECKPOINT_EVERY_MS = 200

/** Where a batch is cut off: a point of the runner, or the middle of one bolt's work. */
type CrashSite = Pick<PlannedCrash, 'at' | 'bolt'>

/** Every point of the runner, and every bolt that has work to be cut off in. */
export const CRASH_SITES: readonly CrashSite[] = [
  { bolt: 'spout', at: 'read' },
  ...Object.keys(BOLTS).filter((bolt) => bolt !== 'spout').map((bolt) => ({ bolt, at: 'compute' as const })),
  { bolt: 'decide', at: 'commit' },
  { bolt: 'publish', at: 'publish' },
  { bolt: 'publish', at: 'store' },
  { bolt: 'publish', at: 'cache' },
]

/**
 * One partition of the embedded target, with its real log, snapshots, cache and store in `runDir`, and a crash in every
 * slice of 20 virtual milliseconds, at one site after the other. Returns how often each site was hit, by `bolt.at`.
 */
export async function crashingRun(runDir: string, crashesEach: number): Promise<Readonly<Record<string, number>>> {
  const scenario = await scenarioOf(CRASH_SITES.length * crashesEach)
  const skus = await generateCatalog(scenario.seed, scenario.catalog.skus)
  writeScenario(runDir, scenario)
  const market = openMarket(scenario, skus)
  const world = await openWorld(runDir, scenario, plannedCrashes(crashesEach))
  for (const line of seedLines(market, 0)) await world.send(line)
  const traffic = new Traffic(market)
  const counted = noCounts()
  for (let elapsedMs = SLICE_MS; elapsedMs <= scenario.durationMs; elapsedMs += SLICE_MS) {
    const due: string[] = []
    traffic.emitDue(elapsedMs, (_partition, kind, line) => (counted[kind]++, due.push(line)))
    world.clock.ms = scenario.startsAt + elapsedMs
    for (const line of due) await world.send(line)
    await world.settle()
    await world.read(skus[(elapsedMs / SLICE_MS) % skus.length].sku)
  }
  world.clock.ms += 1000
  await world.settle()
  world.close()
  const [handed, offered] = [traffic.handed[0], traffic.offered[0]]
  const partitions = [{ partition: 0, offered, handed, acked: handed, records: handed, rejected: noCounts() }]
  const trafficMs = scenario.durationMs
  writeSent(runDir, { planned: counted, sent: counted, inTime: handed, lateByGenerator: 0, lateByBackpressure: 0, injected: [], partitions, duplicatesInjected: 0, rates: { planned: [], sent: [] }, trafficMs })
  return world.hits
}

async function scenarioOf(crashes: number): Promise<Scenario> {
  const durationMs = (crashes + 1) * SLICE_MS
  const scenario = await planScenario('steady', { rate: EVENTS_A_SECOND, durationMs, skus: 60, stores: 2 })
  return { ...scenario, partitions: 1, faults: [], catalog: { ...scenario.catalog, file: null } }
}

const plannedCrashes = (each: number): readonly PlannedCrash[] =>
  Array.from({ length: CRASH_SITES.length * each }, (_, n) => ({ ...CRASH_SITES[n % CRASH_SITES.length], fault: `crash ${n}`, atMs: (n + 1) * SLICE_MS, partition: 0 }))

async function openWorld(runDir: string, { startsAt, policy, catalog }: Scenario, planned: readonly PlannedCrash[]) {
  const clock = { ms: startsAt, now: () => clock.ms }
  const hits: Record<string, number> = {}
  const items = catalog.skus * catalog.stores.length
  const ring = ByteRing.create(1 << 22)
  const log = new SegmentLog({ dir: partitionDir(runDir, 0), ring, batchBytesMax: 1 << 16, segmentBytesMax: 1 << 20 })
  const [cache, store] = [new SharedPriceCache(createSharedPrices(items, 1)), new SharedPriceStore(createSharedPrices(items, 1))]
  const crashes = new PlannedCrashes(planned, 0, () => clock.ms - startsAt, ({ bolt, at }) => (hits[`${bolt}.${at}`] = (hits[`${bolt}.${at}`] ?? 0) + 1))
  const projection = new CrashingProjections<PublishedPrice>({ store: new PatientProjection(store), cache: new PatientProjection(new RefillingProjection(cache, (from, to) => runner.standing(from, to))) }, crashes)
  const runner: PartitionRunner<PublishedPrice> = new PartitionRunner<PublishedPrice>(
    () => new PricingPipeline({ partition: 0, partitions: 1, policy, stores: catalog.stores, wrap: crashes.wrap }),
    { clock, log, checkpoints: new SnapshotFiles(partitionDir(runDir, 0)), projections: [projection], faults: crashes },
    { partition: 0, ...LEASE, checkpointEveryMs: CHECKPOINT_EVERY_MS },
    { committed: () => {}, crashed: () => {}, recovered: () => {} },
  )
  const [reader, reads] = [new PriceReader(cache, store), new ReadsLog(runDir, 1)]
  await runner.recover()
  return {
    clock,
    hits,
    async send(line: string) {
      while (!ring.push(`${line}\n`, 1, 0)) await runner.poll()
    },
    async settle() {
      while (ring.pushedCount !== ring.acceptedCount || (await runner.poll()) >= 0) await runner.poll()
    },
    async read(sku: string) {
      reads.add(clock.ms, sku, catalog.stores[0], await reader.read(sku, catalog.stores[0], clock.ms))
    },
    close() {
      reads.close()
      log.close()
    },
  }
}
