import { setTimeout as delay } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { ByteRing } from '../adapters/embedded/byte-ring.ts'
import { Doorbell } from '../adapters/embedded/doorbell.ts'
import { monotonicMs, RunClock, RunControl } from '../adapters/embedded/run-control.ts'
import { createSharedPrices, SharedPriceCache, SharedPriceStore } from '../adapters/embedded/shared-prices.ts'
import { SnapshotPacker } from '../adapters/embedded/snapshots/snapshot-packer.ts'
import type { PlannedFault } from '../faults/fault.ts'
import { portFaults } from '../faults/server-faults.ts'
import type { Sku } from '../engine/pricing/events.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { fillArchive } from './fill-archive.ts'
import { occupiedPartitions } from './occupied-partitions.ts'
import { LatencySeries } from './latency-series.ts'
import type { ReadsView } from './progress.ts'
import { together } from './reports-together.ts'
import { achievedRatioSoFar, rejectedIn, writeSent } from './sent-file.ts'
import { type GeneratorTotals, WHOLE } from './threads/generator-setting.ts'
import { writeRemoteStandingPrices, writeStandingPrices } from './standing-prices.ts'
import type { ArchiveTotals } from './threads/archive-totals.ts'
import type { KafkaTarget } from './threads/kafka-target.ts'
import type { PipelineTotals, SharedRun } from './threads/pipeline-setting.ts'
import type { ReaderTotals } from './threads/reader-setting.ts'
import type { News } from './threads/news.ts'
import type { FaultTerms } from './threads/thread-faults.ts'
import { messageOf, onDeath, startThread } from './threads/start-thread.ts'
import type { GeneratorReport, PipelineReport, ReaderReport, SnapshotReport } from './threads/thread-reports.ts'
import { unlessStuck } from './unless-stuck.ts'
import { pipelineThreads } from './workers-of-run.ts'

const RING_BYTES = 1 << 22
const START_DELAY_MS = 30
const AGAIN_LOOK_MS = 5
export const DRAIN_LIMIT_MS = 30_000
/** Folded demand is decided within 250 ms of the last event. */
export const FOLD_REST_MS = 400

export interface LiveSetting {
  readonly scenario: Scenario
  readonly runDir: string
  /** Null: generated from the seed. */
  readonly skus: readonly Sku[] | null
  readonly plan: readonly PlannedFault[]
  /** False: as fast as it goes. */
  readonly paced: boolean
  /** Undefined: the log is embedded. */
  readonly kafka?: KafkaTarget
  readonly signal: AbortSignal
}

/** How far a run is; asked for by whoever shows it. */
export interface LiveProgress {
  readonly elapsedMs: number
  readonly sent: number
  readonly lag: number
  readonly counts: Readonly<Record<string, number>>
  /** The slowest thread's, over the last complete second. */
  readonly p99Ms: number | null
  /** The newest of each pipeline thread; one that has not said anything yet is not in it. */
  readonly reports: readonly PipelineReport[]
  readonly latency: LatencySeries
  readonly reader: ReadsView | null
  readonly achievedRatio: number | null
  readonly rejected: number
  /** What it waits for before traffic begins, where it waits for others. */
  readonly waitingFor?: string
  readonly plan: readonly PlannedFault[]
}

export interface LiveTotals {
  readonly pipelines: readonly PipelineTotals[]
  readonly generator: GeneratorTotals
  readonly reader: ReaderTotals
  /** From the call until the first event could be sent. */
  readonly readyMs: number
  /** From the end of the traffic until everything accepted was decided; null where that took too long. */
  readonly drainedMs: number | null
  /** Null where none was asked for, or where the run was interrupted before it was filled. */
  readonly archive: ArchiveTotals | null
  /** What whoever reads the numbers must know of how they came about. */
  readonly notes: readonly string[]
  readonly interrupted: boolean
}

/** A fault has ended the thread; another one begins in its place. */
type Ended = { readonly kind: 'ended'; readonly totals: PipelineTotals; readonly againAtMs: number }
type Done<Totals> = { readonly kind: 'done'; readonly totals: Totals }
type Seeded = { readonly kind: 'seeded'; readonly keys: readonly string[]; readonly shares: Float64Array }

/** A run that goes on, whoever does the work: threads of this process, or processes. */
export type ConductedRun = Pick<LiveRun, 'plan' | 'isStopping' | 'inject' | 'progress' | 'run'>

/**
 * Traffic through the pipeline: a generator, the pipeline's threads and a reader, each a thread of its own. On Kafka one
 * more carries what the generator hands over to the brokers.
 */
export class LiveRun {
  readonly #setting: LiveSetting
  readonly #control = new RunControl()
  readonly #rings: readonly ByteRing[]
  readonly #doorbells: readonly Doorbell[]
  readonly #shared: SharedRun
  readonly #reports: PipelineReport[] = []
  readonly #latency = new LatencySeries()
  #reader: ReadsView | null = null
  #achievedRatio: number | null = null
  #rejected = 0
  readonly #threads: Worker[] = []
  #isOver = false
  /** Rejects where any thread dies: the others would wait for it for ever. */
  readonly #failure = Promise.withResolvers<never>()
  readonly #injected: PlannedFault[] = []
  #seededRecords = 0
  readonly #packer = new SnapshotPacker()

  constructor(setting: LiveSetting) {
    const { partitions, catalog } = setting.scenario
    const items = (setting.skus?.length ?? catalog.skus) * catalog.stores.length
    this.#setting = setting
    this.#rings = Array.from({ length: partitions }, () => ByteRing.create(RING_BYTES))
    this.#doorbells = Array.from({ length: pipelineThreads(partitions, setting.kafka ? 'kafka' : 'embedded') }, () => new Doorbell())
    this.#shared = {
      control: this.#control.shared,
      cache: createSharedPrices(items, partitions),
      store: createSharedPrices(items, partitions),
      rings: this.#rings.map(({ shared }) => shared),
      doorbells: this.#doorbells.map(({ shared }) => shared),
    }
  }

  /** What was planned, and behind it what was injected since. */
  get plan(): readonly PlannedFault[] {
    return [...this.#setting.plan, ...this.#injected]
  }

  get isStopping(): boolean {
    return this.#control.stopping
  }

  /** Every thread takes what concerns it, a few milliseconds from now; the fault must not begin before that. */
  inject(fault: PlannedFault): void {
    this.#injected.push(fault)
    const news: News = { kind: 'inject', fault }
    for (const thread of this.#threads) thread.postMessage(news)
  }

  progress(): LiveProgress {
    const pushed = this.#rings.reduce((sum, ring) => sum + ring.pushedCount, 0)
    return {
      elapsedMs: this.#control.startedAtMs === 0 ? 0 : Math.max(0, monotonicMs() - this.#control.startedAtMs),
      sent: this.#control.startedAtMs === 0 ? 0 : pushed - this.#seededRecords,
      lag: this.#lag(),
      // Threads that have not said anything yet have left holes.
      ...together(Object.values(this.#reports)),
      latency: this.#latency,
      reader: this.#reader,
      achievedRatio: this.#achievedRatio,
      rejected: this.#rejected,
      plan: this.plan,
    }
  }

  /** Rejects where a thread dies; whatever happens, no thread is left behind. */
  async run(): Promise<LiveTotals> {
    const calledAt = monotonicMs()
    const stopOnAbort = () => this.#control.stop()
    this.#setting.signal.addEventListener('abort', stopOnAbort)
    try {
      return await Promise.race([this.#conduct(calledAt), this.#failure.promise])
    } finally {
      this.#isOver = true
      this.#control.stop()
      this.#setting.signal.removeEventListener('abort', stopOnAbort)
      await Promise.all(this.#threads.map((thread) => thread.terminate()))
    }
  }

  async #conduct(calledAt: number): Promise<LiveTotals> {
    const { signal } = this.#setting
    const pipelinesDone = this.#startPipelines()
    if (this.#setting.kafka) this.#start('kafka-sender', {})
    const archive = this.#setting.kafka?.archive ? this.#start('kafka-archive', {}) : null
    // Where another thread fails first, nobody waits for these any more.
    pipelinesDone.catch(() => {})
    const generator = this.#start('generator', { skus: this.#setting.skus, faults: this.#setting.plan, segment: WHOLE, seededWhen: 'decided' })
    listen<GeneratorReport>(generator, 'progress', ({ totals }) => this.#takeSent(totals))
    const generatorDone = messageOf<Done<GeneratorTotals>>(generator, 'done')
    generatorDone.catch(() => {})
    const { keys, shares } = await this.#seeded(messageOf<Seeded>(generator, 'seeded'))
    const reader = this.#start('readers', { keys, shares, ...this.#faultTerms })
    listen<ReaderReport>(reader, 'progress', (report) => (this.#reader = report))
    const readerDone = messageOf<Done<ReaderTotals>>(reader, 'done')
    await messageOf(reader, 'ready')
    this.#seededRecords = this.#rings.reduce((sum, ring) => sum + ring.pushedCount, 0)
    const readyMs = monotonicMs() - calledAt
    this.#control.start(monotonicMs() + START_DELAY_MS)
    const [{ totals: generated }, { totals: read }] = await Promise.all([generatorDone, readerDone])
    this.#takeSent(generated)
    const drainedMs = await this.#drain()
    this.#control.stop()
    const pipelines = await pipelinesDone
    await this.#packer.close()
    if (!signal.aborted) await this.#writeEnd(generated, keys)
    const archived = archive && (await fillArchive(archive, signal))
    return { pipelines, generator: generated, reader: read, readyMs, drainedMs, archive: archived, notes: [], interrupted: signal.aborted }
  }

  async #startPipelines(): Promise<readonly PipelineTotals[]> {
    const lives = await Promise.all(this.#doorbells.map((_, thread) => this.#pipeline(thread)))
    return lives.flat()
  }

  /** Of each that had the thread's place: one that a fault ends is followed by another. */
  async #pipeline(thread: number): Promise<readonly PipelineTotals[]> {
    const lives: PipelineTotals[] = []
    for (;;) {
      const place = this.#setting.kafka ? null : { index: thread, of: this.#doorbells.length }
      const worker = this.#start(this.#setting.kafka ? 'kafka-pipeline' : 'pipeline', { thread, ...this.#faultTerms, worker: place })
      const row = this.#reports.length
      this.#reports.length++
      listen<SnapshotReport>(worker, 'snapshot', ({ path }) => this.#packer.add(path))
      listen<PipelineReport>(worker, 'progress', (report) => {
        this.#reports[row] = report
        this.#latency.take(row, report.seconds)
      })
      const last = await messageOf<Done<PipelineTotals> | Ended>(worker, 'done', 'ended')
      lives.push(last.totals)
      if (last.kind === 'done') return lives
      // What it had counted stays; nobody is as slow as that any more.
      if (this.#reports[row]) this.#reports[row] = { ...this.#reports[row], p99Ms: null }
      await this.#until(last.againAtMs)
      if (this.#control.stopping) return lives
    }
  }

  /** That moment of the run, or its stop. */
  async #until(elapsedMs: number): Promise<void> {
    while (!this.#control.stopping && monotonicMs() - this.#control.startedAtMs < elapsedMs) await delay(AGAIN_LOOK_MS)
  }

  /** Where there are servers, some faults happen to them instead of to the threads' ports. */
  get #faultTerms(): Pick<FaultTerms, 'faults' | 'occupied' | 'worker'> {
    const { kafka, scenario, skus } = this.#setting
    return { faults: kafka ? portFaults(this.plan) : this.plan, occupied: occupiedPartitions(scenario, skus), worker: null }
  }

  #takeSent(totals: GeneratorTotals): void {
    this.#achievedRatio = achievedRatioSoFar(totals)
    this.#rejected = rejectedIn(totals)
    writeSent(this.#setting.runDir, totals)
  }

  /** For the checks: that the run came to its end, and what stood then. */
  async #writeEnd(totals: GeneratorTotals, skus: readonly string[]): Promise<void> {
    const { scenario, runDir, paced, kafka } = this.#setting
    writeSent(runDir, totals, true)
    const clock = new RunClock(this.#control, scenario.startsAt, paced)
    const setting = { runDir, partitions: scenario.partitions, skus, stores: scenario.catalog.stores, now: () => clock.now() }
    if (kafka) return writeRemoteStandingPrices(kafka, setting)
    await writeStandingPrices({ ...setting, prices: { cache: new SharedPriceCache(this.#shared.cache), store: new SharedPriceStore(this.#shared.store) } })
  }

  #start(name: string, own: object): Worker {
    // What was waiting for a thread that is gone goes on for a moment; nobody would end what it starts then.
    if (this.#isOver) throw new Error('the run is over')
    const { scenario, runDir, paced, kafka } = this.#setting
    const thread = startThread(name, { scenario, runDir, paced, kafka, shared: this.#shared, ...own })
    this.#threads.push(thread)
    onDeath(thread, this.#failure.reject)
    return thread
  }

  /** Bounded: what is not decided by then counts as in flight. */
  async #drain(): Promise<number | null> {
    const beganAt = monotonicMs()
    while (this.#lag() > 0 && monotonicMs() - beganAt < DRAIN_LIMIT_MS) await delay(5)
    const drainedMs = this.#lag() > 0 ? null : monotonicMs() - beganAt
    if (this.#setting.paced) await delay(FOLD_REST_MS)
    return drainedMs
  }

  /** Servers may vanish meanwhile; the embedded log is always there. */
  #seeded(seeded: Promise<Seeded>): Promise<Seeded> {
    return this.#setting.kafka ? unlessStuck(seeded, () => this.#moved()) : seeded
  }

  /** Grows with everything that is handed over, acknowledged or decided. */
  #moved(): number {
    return this.#rings.reduce((sum, ring) => sum + 2 * ring.pushedCount + ring.acceptedCount - ring.lag, 0)
  }

  #lag(): number {
    return this.#rings.reduce((sum, ring) => sum + ring.lag, 0)
  }
}

/** What a thread says now and then; its other messages are waited for one by one. */
function listen<Report extends { readonly kind: string }>(thread: Worker, kind: Report['kind'], onReport: (report: Report) => void): void {
  thread.on('message', (message: { readonly kind: string }) => {
    if (message.kind === kind) onReport(message as Report)
  })
}
