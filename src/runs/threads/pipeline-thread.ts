import type { BoltWrapper } from '../../engine/kernel/bolt.ts'
import type { Checkpoints, EventLog, Projection } from '../../engine/kernel/ports.ts'
import { PartitionRunner } from '../../engine/kernel/runner.ts'
import { BOLTS } from '../../engine/pricing/bolts/registry.ts'
import { PatientProjection } from '../../engine/pricing/patient-projection.ts'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import type { PriceCache, PublishedPrice } from '../../engine/pricing/ports.ts'
import { monotonicMs, RunClock, RunControl } from '../../adapters/embedded/run-control.ts'
import { CacheDown } from '../../faults/cache-down.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import { PlannedCrashes } from '../../faults/planned-crashes.ts'
import { cacheDownWindows, crashes, type PlannedCrash } from '../../faults/windows.ts'
import { Metrics } from '../../reports/metrics.ts'
import { LEASE } from '../lease.ts'
import { CutList, watchCuts } from './cut-list.ts'
import type { Intake } from './intake.ts'
import { LatencyRecorder } from './latency-recorder.ts'
import { ObservedProjections, observedBolts } from './observed.ts'
import { PartitionObserver, Tally } from './partition-observer.ts'
import type { PipelineTerms, PipelineTotals, ShortTotals, Window } from './pipeline-setting.ts'
import type { PipelineReport } from './thread-reports.ts'

const CHECKPOINT_EVERY_MS = 10_000
const REPORT_EVERY_MS = 500

/** What a partition is wired to that differs from target to target. */
export interface PartitionPorts {
  readonly log: EventLog
  readonly checkpoints: Checkpoints
  readonly cache: PriceCache
  /** Waits itself where it is out of reach. */
  readonly store: Projection<PublishedPrice>
  readonly intake: Intake
}

/** What all who run partitions have in common: runners under observation, faults, and what they tell. */
export class PipelineThread {
  readonly control: RunControl
  readonly clock: RunClock
  readonly #setting: PipelineTerms
  readonly #tell: (report: PipelineReport) => void
  #crashes: readonly PlannedCrash[]
  #cacheDown: readonly Window[]
  readonly #metrics = new Metrics()
  readonly #latency: LatencyRecorder | null
  readonly #tally: Tally
  readonly #cuts = new CutList()
  readonly #faulty: { readonly cache: CacheDown; readonly faults: PlannedCrashes }[] = []
  readonly #bolts
  readonly #wrap: BoltWrapper
  #reportAt = monotonicMs() + REPORT_EVERY_MS

  constructor(setting: PipelineTerms, tell: (report: PipelineReport) => void) {
    const { shared, scenario, paced, crashes, cacheDown } = setting
    this.#setting = setting
    this.#tell = tell
    this.#crashes = crashes
    this.#cacheDown = cacheDown
    this.control = new RunControl(shared.control)
    this.clock = new RunClock(this.control, scenario.startsAt, paced)
    this.#latency = paced ? new LatencyRecorder(scenario.latencyGateMs) : null
    this.#tally = new Tally(this.#metrics, this.#latency)
    this.#bolts = Object.keys(BOLTS).map((name) => ({ name, latency: this.#metrics.histogram('bolt_latency', { bolt: name }) }))
    const [watch, observe] = [watchCuts(this.#cuts), observedBolts(this.#metrics)]
    this.#wrap = (bolt) => watch(observe(bolt))
  }

  /** A runner that stands where its log ends. Crashes that were due before now struck whoever had the partition then. */
  async openRunner(partition: number, ports: PartitionPorts): Promise<PartitionRunner<PublishedPrice>> {
    const { scenario } = this.#setting
    const elapsedMs = this.clock.elapsedMs()
    const faults = new PlannedCrashes(this.#crashes.filter(({ atMs }) => atMs >= elapsedMs), partition, scenario.startsAt)
    const cache = new CacheDown(ports.cache, this.#cacheDown, this.clock)
    const observer = new PartitionObserver(partition, this.clock, scenario.startsAt, ports.intake, this.#tally)
    const projections = [new ObservedProjections([ports.store, new PatientProjection(cache)], this.#metrics)]
    const wrap: BoltWrapper = (bolt) => faults.wrap(this.#wrap(bolt))
    this.#faulty.push({ cache, faults })
    const runner = new PartitionRunner<PublishedPrice>(
      () => new PricingPipeline({ partition, partitions: scenario.partitions, policy: scenario.policy, stores: scenario.catalog.stores, wrap }),
      { clock: this.clock, log: ports.log, checkpoints: ports.checkpoints, projections, faults },
      { partition, ...LEASE, checkpointEveryMs: CHECKPOINT_EVERY_MS, firstCheckpointMs: (CHECKPOINT_EVERY_MS * (partition + 1)) / scenario.partitions },
      observer,
    )
    await runner.recover()
    observer.begin()
    return runner
  }

  /** Takes in what was injected while the run goes on: each partition what concerns it. */
  inject(plan: readonly PlannedFault[]): void {
    if (plan.length === 0) return
    const { seed, partitions: count } = this.#setting.scenario
    const partitions = Array.from({ length: count }, (_, partition) => partition)
    const [crashed, down] = [crashes(plan, seed, partitions), cacheDownWindows(plan)]
    this.#crashes = [...this.#crashes, ...crashed]
    this.#cacheDown = [...this.#cacheDown, ...down]
    for (const { cache, faults } of this.#faulty) {
      for (const crash of crashed) faults.add(crash)
      for (const window of down) cache.add(window)
    }
  }

  reportIfDue(): void {
    if (monotonicMs() < this.#reportAt) return
    this.#report()
    this.#reportAt = monotonicMs() + REPORT_EVERY_MS
  }

  /** All there is, at the end. */
  totals(): PipelineTotals {
    return { ...this.shortTotals(), windows: this.#latency?.windows ?? [], seconds: this.#latency?.seconds() ?? [] }
  }

  /** What of it is small, at any time. */
  shortTotals(): ShortTotals {
    const { counts, restarts } = this.#tally
    const windows = this.#faulty[0]?.cache.refused ?? []
    const cacheRefused = windows.map((_, window) => this.#faulty.reduce((sum, { cache }) => sum + cache.refused[window], 0))
    return { counts, restarts, cacheRefused, metrics: this.#metrics.snapshot() }
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
    this.#tell(report)
  }
}
