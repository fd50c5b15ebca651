import { parentPort } from 'node:worker_threads'
import type { BoltWrapper } from '../../engine/kernel/bolt.ts'
import type { Checkpoints, EventLog } from '../../engine/kernel/ports.ts'
import { PartitionRunner } from '../../engine/kernel/runner.ts'
import { BOLTS } from '../../engine/pricing/bolts/registry.ts'
import { PatientProjection } from '../../engine/pricing/patient-projection.ts'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import type { PriceCache, PriceStore, PublishedPrice } from '../../engine/pricing/ports.ts'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { monotonicMs, RunClock, RunControl } from '../../adapters/embedded/run-control.ts'
import { CacheDown } from '../../faults/cache-down.ts'
import type { PlannedFault } from '../../faults/fault.ts'
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
const REPORT_EVERY_MS = 500

/** What a partition is wired to that differs from target to target. */
export interface PartitionPorts {
  readonly log: EventLog
  readonly checkpoints: Checkpoints
  readonly cache: PriceCache
  readonly store: PriceStore
}

/** What the pipeline threads of all targets have in common: runners under observation, faults, and what they tell. */
export class PipelineThread {
  readonly control: RunControl
  readonly clock: RunClock
  readonly #setting: PipelineSetting
  readonly #metrics = new Metrics()
  readonly #latency: LatencyRecorder | null
  readonly #tally: Tally
  readonly #cuts = new CutList()
  readonly #faulty: { readonly cache: CacheDown; readonly faults: PlannedCrashes }[] = []
  readonly #bolts
  readonly #wrap: BoltWrapper
  #reportAt = monotonicMs() + REPORT_EVERY_MS

  constructor(setting: PipelineSetting) {
    const { shared, scenario, paced } = setting
    this.#setting = setting
    this.control = new RunControl(shared.control)
    this.clock = new RunClock(this.control, scenario.startsAt, paced)
    this.#latency = paced ? new LatencyRecorder(scenario.latencyGateMs) : null
    this.#tally = new Tally(this.#metrics, this.#latency)
    this.#bolts = Object.keys(BOLTS).map((name) => ({ name, latency: this.#metrics.histogram('bolt_latency', { bolt: name }) }))
    const [watch, observe] = [watchCuts(this.#cuts), observedBolts(this.#metrics)]
    this.#wrap = (bolt) => watch(observe(bolt))
  }

  /** Partition p belongs to thread p modulo their number. */
  get partitions(): readonly number[] {
    const { rings, doorbells } = this.#setting.shared
    return rings.map((_, partition) => partition).filter((partition) => partition % doorbells.length === this.#setting.thread)
  }

  openRunner(partition: number, ports: PartitionPorts): PartitionRunner<PublishedPrice> {
    const { scenario, shared } = this.#setting
    const faults = new PlannedCrashes(this.#setting.crashes, partition, scenario.startsAt)
    const cache = new CacheDown(ports.cache, this.#setting.cacheDown, this.clock)
    const projections = [new ObservedProjections([new PatientProjection(ports.store), new PatientProjection(cache)], this.#metrics)]
    const wrap: BoltWrapper = (bolt) => faults.wrap(this.#wrap(bolt))
    this.#faulty.push({ cache, faults })
    return new PartitionRunner<PublishedPrice>(
      () => new PricingPipeline({ partition, policy: scenario.policy, stores: scenario.catalog.stores, wrap }),
      { clock: this.clock, log: ports.log, checkpoints: ports.checkpoints, projections, faults },
      { partition, ...LEASE, checkpointEveryMs: CHECKPOINT_EVERY_MS, firstCheckpointMs: (CHECKPOINT_EVERY_MS * (partition + 1)) / scenario.partitions },
      new PartitionObserver(partition, this.clock, scenario.startsAt, new ByteRing(shared.rings[partition]), this.#tally),
    )
  }

  /** Takes in what was injected since the last look: each partition what concerns it. */
  takeNews(): void {
    const plan = injectedFaults()
    if (plan.length > 0) this.#inject(plan)
  }

  reportIfDue(): void {
    if (monotonicMs() < this.#reportAt) return
    this.#report()
    this.#reportAt = monotonicMs() + REPORT_EVERY_MS
  }

  totals(): PipelineTotals {
    const { counts, restarts } = this.#tally
    const windows = this.#faulty[0]?.cache.refused ?? []
    const cacheRefused = windows.map((_, window) => this.#faulty.reduce((sum, { cache }) => sum + cache.refused[window], 0))
    return { counts, restarts, cacheRefused, metrics: this.#metrics.snapshot(), windows: this.#latency?.windows ?? [], seconds: this.#latency?.seconds() ?? [] }
  }

  #inject(plan: readonly PlannedFault[]): void {
    const { seed, partitions: count } = this.#setting.scenario
    const partitions = Array.from({ length: count }, (_, partition) => partition)
    for (const { cache, faults } of this.#faulty) {
      for (const crash of crashes(plan, seed, partitions)) faults.add(crash)
      for (const window of cacheDownWindows(plan)) cache.add(window)
    }
  }

  #report(): void {
    const complete = Math.floor(this.clock.elapsedMs() / 1000)
    const report: PipelineReport = {
      kind: 'progress',
      counts: this.#tally.counts,
      p99Ms: this.#latency?.recentP99Ms() ?? null,
      seconds: this.#latency?.changedSeconds(complete) ?? [],
      windows: this.#latency?.recentWindows() ?? [],
      bolts: this.#bolts.map(({ name, latency }) => ({ name, p50Ms: latency.percentile(50) ?? 0, p99Ms: latency.percentile(99) ?? 0 })),
      cuts: this.#cuts.entries,
    }
    parentPort!.postMessage(report)
  }
}
