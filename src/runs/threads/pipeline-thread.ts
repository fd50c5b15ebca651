import type { BoltWrapper } from '../../engine/kernel/bolt.ts'
import type { Checkpoints, EventLog, Projection } from '../../engine/kernel/ports.ts'
import { PartitionRunner } from '../../engine/kernel/runner.ts'
import { BOLTS } from '../../engine/pricing/bolts/registry.ts'
import { PatientProjection } from '../../engine/pricing/patient-projection.ts'
import { PricingPipeline } from '../../engine/pricing/pipeline.ts'
import type { PriceCache, PriceStore, PublishedPrice } from '../../engine/pricing/ports.ts'
import { RefillingProjection } from '../../engine/pricing/refilling-projection.ts'
import { monotonicMs, RunClock, RunControl } from '../../adapters/embedded/run-control.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import type { ThreadFaults } from '../../faults/thread-faults.ts'
import type { WorkerFaults } from '../../faults/worker-faults.ts'
import { Metrics } from '../../reports/metrics.ts'
import { LEASE } from '../lease.ts'
import { CutList, watchCuts } from './cut-list.ts'
import type { Intake } from './intake.ts'
import { LatencyRecorder } from './latency-recorder.ts'
import { ObservedProjections, observedBolts } from './observed.ts'
import { PartitionObserver, Tally } from './partition-observer.ts'
import type { PipelineTerms, PipelineTotals, ShortTotals } from './pipeline-setting.ts'
import { openThreadFaults } from './thread-faults.ts'
import type { PipelineReport } from './thread-reports.ts'

const CHECKPOINT_EVERY_MS = 10_000
const REPORT_EVERY_MS = 500

/** What a partition is wired to that differs from target to target. */
export interface PartitionPorts {
  readonly log: EventLog
  readonly checkpoints: Checkpoints
  readonly cache: PriceCache
  readonly store: PriceStore
  /** Writes to the store, and waits itself where that is out of reach. */
  readonly storing: (store: PriceStore) => Projection<PublishedPrice>
  readonly intake: Intake
  /** Harms that only whoever opened a port can do to it. */
  readonly spoilCache?: () => void
  readonly spoilCheckpoint?: () => void
}

/** What all who run partitions have in common: runners under observation, faults, and what they tell. */
export class PipelineThread {
  readonly control: RunControl
  readonly clock: RunClock
  readonly #setting: PipelineTerms
  readonly #tell: (report: PipelineReport) => void
  readonly #faults: ThreadFaults
  readonly #metrics = new Metrics()
  readonly #latency: LatencyRecorder | null
  readonly #tally: Tally
  readonly #cuts = new CutList()
  readonly #bolts
  readonly #wrap: BoltWrapper
  #reportAt = monotonicMs() + REPORT_EVERY_MS

  constructor(setting: PipelineTerms, tell: (report: PipelineReport) => void) {
    const { shared, scenario, paced } = setting
    this.#setting = setting
    this.#tell = tell
    this.control = new RunControl(shared.control)
    this.clock = new RunClock(this.control, scenario.startsAt, paced)
    this.#faults = openThreadFaults(setting, this.control, this.clock)
    this.#latency = paced ? new LatencyRecorder(scenario.latencyGateMs) : null
    this.#tally = new Tally(this.#metrics, this.#latency)
    this.#bolts = Object.keys(BOLTS).map((name) => ({ name, latency: this.#metrics.histogram('bolt_latency', { bolt: name }) }))
    const [watch, observe] = [watchCuts(this.#cuts), observedBolts(this.#metrics)]
    this.#wrap = (bolt) => watch(observe(bolt))
  }

  /** A runner that stands where its log ends. */
  async openRunner(partition: number, ports: PartitionPorts): Promise<PartitionRunner<PublishedPrice>> {
    const { scenario } = this.#setting
    const place = `${partition}`
    const { driver, wrap, publishing } = this.#faults.bolts(partition)
    const observer = new PartitionObserver(partition, this.clock, scenario.startsAt, ports.intake, this.#tally)
    const store = ports.storing(this.#faults.store(ports.store, place))
    const cache = new PatientProjection(new RefillingProjection(this.#faults.cache(ports.cache, place, ports.spoilCache), (from, to) => runner.standing(from, to)))
    const boltWrap: BoltWrapper = (bolt) => wrap(this.#wrap(bolt))
    const runner: PartitionRunner<PublishedPrice> = new PartitionRunner<PublishedPrice>(
      () => new PricingPipeline({ partition, partitions: scenario.partitions, policy: scenario.policy, stores: scenario.catalog.stores, wrap: boltWrap }),
      {
        clock: this.#faults.clock(this.clock),
        log: this.#faults.log(ports.log, place),
        checkpoints: this.#faults.checkpoints(ports.checkpoints, place, ports.spoilCheckpoint),
        projections: [new ObservedProjections([publishing({ store, cache })], this.#metrics)],
        faults: driver,
      },
      { partition, ...LEASE, checkpointEveryMs: CHECKPOINT_EVERY_MS, firstCheckpointMs: (CHECKPOINT_EVERY_MS * (partition + 1)) / scenario.partitions },
      observer,
    )
    await runner.recover()
    observer.begin()
    return runner
  }

  worker(): WorkerFaults {
    return this.#faults.worker()
  }

  /** True where calls of ports take no time. */
  get isQuiet(): boolean {
    return this.#faults.isQuiet
  }

  /** Takes in what was injected while the run goes on. */
  inject(plan: readonly PlannedFault[]): void {
    for (const planned of plan) this.#faults.add(planned)
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
    return { counts, restarts, hits: this.#faults.hits, metrics: this.#metrics.snapshot() }
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
