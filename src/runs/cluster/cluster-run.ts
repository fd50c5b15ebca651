import { setTimeout } from 'node:timers/promises'
import type { Worker } from 'node:worker_threads'
import { monotonicMs, RunClock, RunControl } from '../../adapters/embedded/run-control.ts'
import { createSharedPrices } from '../../adapters/embedded/shared-prices.ts'
import { Board } from '../../adapters/kafka/board.ts'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import { inputEnds } from '../../adapters/kafka/input-ends.ts'
import type { Positions } from '../../adapters/kafka/order-entry.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import { portFaults } from '../../faults/server-faults.ts'
import { generateCatalog } from '../../scenarios/generated-catalog/generate.ts'
import { type Market, openMarket } from '../../scenarios/market.ts'
import { fillArchive } from '../fill-archive.ts'
import { LatencySeries } from '../latency-series.ts'
import { type ConductedRun, DRAIN_LIMIT_MS, FOLD_REST_MS, type LiveProgress, type LiveSetting, type LiveTotals } from '../live-run.ts'
import type { ReadsView } from '../progress.ts'
import { together } from '../reports-together.ts'
import { achievedRatioSoFar, mergeSegments, rejectedIn, sentIn, writeSent } from '../sent-file.ts'
import { writeRemoteStandingPrices } from '../standing-prices.ts'
import type { GeneratorTotals } from '../threads/generator-setting.ts'
import type { KafkaTarget } from '../threads/kafka-target.ts'
import type { SharedRun } from '../threads/pipeline-setting.ts'
import type { ReaderTotals } from '../threads/reader-setting.ts'
import type { ReaderReport } from '../threads/thread-reports.ts'
import { messageOf, onDeath, startThread } from '../threads/start-thread.ts'
import { Absences } from './absences.ts'
import { Children } from './children.ts'
import type { ClusterRequest } from './cluster-request.ts'
import { OwnWorkers } from './own-workers.ts'
import type { Posting } from './postings.ts'
import { type Member, Roster } from './roster.ts'
import { writeWorkers } from './workers-file.ts'

/** By then everybody has read on the board when traffic begins. */
const START_DELAY_MS = 1500
const LOOK_EVERY_MS = 50
const WAIT_MS = 200
const ENDS_EVERY_MS = 500
const DONE_WITHIN_MS = 20_000

export interface ClusterSetting extends LiveSetting {
  readonly runId: string
  readonly kafka: KafkaTarget
  readonly cluster: ClusterRequest
}

type Done<Totals> = { readonly kind: 'done'; readonly totals: Totals }

/**
 * A run whose workers and generators are processes, here or on other machines. This one announces it on the board, says
 * when traffic begins, reads prices as customers do, gathers what the others tell, and waits until all is decided.
 */
export class ClusterRun implements ConductedRun {
  readonly #setting: ClusterSetting
  readonly #client: KafkaClient
  readonly #board: Board<Posting>
  readonly #children = new Children()
  /** None, where others have started them. */
  readonly workers: OwnWorkers
  readonly #control = new RunControl()
  readonly #roster = new Roster()
  readonly #absences = new Absences()
  readonly #clock: RunClock
  readonly #latency = new LatencySeries()
  readonly #places = new Map<string, number>()
  readonly #injected: PlannedFault[] = []
  readonly #threads: Worker[] = []
  readonly #failure = Promise.withResolvers<never>()
  #ends: readonly Positions[] = []
  #reader: ReadsView | null = null
  #isListening = true

  constructor(setting: ClusterSetting) {
    this.#setting = setting
    this.#client = new KafkaClient(setting.kafka.address)
    this.#board = new Board(this.#client, setting.kafka.prefix)
    this.#clock = new RunClock(this.#control, setting.scenario.startsAt, setting.paced)
    const { workers } = setting.cluster
    this.workers = new OwnWorkers(this.#children, workers, (number) => ['worker', '--number', `${number + 1}/${workers}`, ...this.#childArgs()])
    this.#failure.promise.catch(() => {})
  }

  get plan(): readonly PlannedFault[] {
    return [...this.#setting.plan, ...this.#injected]
  }

  get isStopping(): boolean {
    return this.#control.stopping
  }

  inject(fault: PlannedFault): void {
    this.#injected.push(fault)
    for (const thread of this.#threads) thread.postMessage({ kind: 'inject', fault })
    this.#board.post({ kind: 'fault', fault }).catch(this.#failure.reject)
  }

  progress(): LiveProgress {
    const { startedAtMs } = this.#control
    const sent = this.#sent()
    return {
      elapsedMs: startedAtMs === 0 ? 0 : Math.max(0, monotonicMs() - startedAtMs),
      sent: sent ? sentIn(sent) : 0,
      lag: this.#roster.lag(this.#ends),
      ...together(this.#roster.reports),
      latency: this.#latency,
      reader: this.#reader,
      achievedRatio: sent && achievedRatioSoFar(sent),
      rejected: sent ? rejectedIn(sent) : 0,
      plan: this.plan,
      waitingFor: startedAtMs === 0 ? this.#missing().join(', ') || 'prices that can be read' : undefined,
    }
  }

  /** Rejects where the run cannot go on; whatever happens, no process and no thread is left behind. */
  async run(): Promise<LiveTotals> {
    const { signal, kafka } = this.#setting
    const calledAt = monotonicMs()
    const stop = () => this.#stop()
    signal.addEventListener('abort', stop)
    let listening: Promise<void> | undefined
    try {
      await this.#board.open()
      listening = this.#listen().catch(this.#failure.reject)
      const archive = kafka.archive ? this.#startThread('kafka-archive', {}) : null
      return await Promise.race([this.#conduct(calledAt, archive), this.#failure.promise, this.#children.refusal])
    } finally {
      signal.removeEventListener('abort', stop)
      this.#control.stop()
      await this.#board.post({ kind: 'over' }).catch(() => {})
      await this.#children.leave()
      this.#isListening = false
      await Promise.all([listening, ...this.#threads.map((thread) => thread.terminate())])
      await this.#board.close()
    }
  }

  async #conduct(calledAt: number, archive: Worker | null): Promise<LiveTotals> {
    const { signal, kafka, runId, scenario, skus, cluster } = this.#setting
    const { guarantee, commitIntervalMs, schema } = kafka
    await this.#board.post({ kind: 'plan', plan: { runId, scenario, guarantee, commitIntervalMs, schema, segments: cluster.generators, skus } })
    this.#startChildren()
    await this.#until(() => this.#missing().length === 0)
    await this.#untilDecided(Infinity)
    const reader = await this.#startReaders()
    const readyMs = monotonicMs() - calledAt
    await this.#begin()
    const { totals: read } = await reader.done
    await this.#until(() => this.#roster.generators.every((each) => each.isDone || this.#isGone(each)))
    const generator = mergeSegments(this.#roster.sent)
    writeSent(this.#setting.runDir, generator)
    const drainedMs = await this.#drain()
    this.#control.stop()
    await this.#board.post({ kind: 'over' })
    const doneBy = monotonicMs() + DONE_WITHIN_MS
    await this.#until(() => this.#roster.workers.every((each) => each.isDone || this.#isGone(each)) || monotonicMs() > doneBy)
    writeWorkers(this.#setting.runDir, [...this.#absences.over, ...this.#absences.open])
    if (!signal.aborted) await this.#writeEnd(generator)
    const archived = archive && (await fillArchive(archive, signal))
    return { pipelines: this.#roster.pipelines, generator, reader: read, readyMs, drainedMs, archive: archived, notes: this.#notes(), interrupted: signal.aborted }
  }

  /** For the checks: that the run came to its end, and what stood then. */
  async #writeEnd(totals: GeneratorTotals): Promise<void> {
    const { scenario, runDir, kafka } = this.#setting
    writeSent(runDir, totals, true)
    const skus = (await this.#openMarket()).skus.map(({ sku }) => sku)
    await writeRemoteStandingPrices(kafka, { runDir, partitions: scenario.partitions, skus, stores: scenario.catalog.stores, now: () => this.#clock.now() })
  }

  /** Traffic begins for all at one moment of the wall clock. */
  async #begin(): Promise<void> {
    if (this.#setting.signal.aborted) return
    await this.#board.post({ kind: 'start', atMs: Date.now() + START_DELAY_MS })
    this.#control.start(monotonicMs() + START_DELAY_MS)
  }

  #stop(): void {
    this.#control.stop()
    this.#board.post({ kind: 'stop' }).catch(this.#failure.reject)
  }

  #startChildren(): void {
    const { isExternal, generators } = this.#setting.cluster
    if (isExternal) return
    for (let number = 0; number < this.workers.count; number++) this.workers.start(number)
    for (let index = 1; index <= generators; index++) this.#children.start(['generate', '--segment', `${index}/${generators}`, ...this.#childArgs()])
  }

  #childArgs(): readonly string[] {
    const { kafka, cluster } = this.#setting
    return ['--topic-prefix', kafka.prefix, ...cluster.serverArgs]
  }

  #missing(): readonly string[] {
    const { scenario, cluster } = this.#setting
    return this.#roster.missing(scenario.partitions, cluster.generators, cluster.workers)
  }

  /** Resolves when they are ready to read. */
  async #startReaders(): Promise<{ readonly done: Promise<Done<ReaderTotals>> }> {
    const { plan } = this.#setting
    const market = await this.#openMarket()
    const reader = this.#startThread('readers', { keys: market.skus.map(({ sku }) => sku), shares: market.skuShares, faults: portFaults(plan), occupied: [], worker: null })
    reader.on('message', (message: ReaderReport) => {
      if (message.kind === 'progress') this.#reader = message
    })
    const done = messageOf<Done<ReaderTotals>>(reader, 'done')
    done.catch(() => {})
    await messageOf(reader, 'ready')
    return { done }
  }

  async #openMarket(): Promise<Market> {
    const { scenario, skus } = this.#setting
    return openMarket(scenario, skus ?? (await generateCatalog(scenario.seed, scenario.catalog.skus)))
  }

  #startThread(name: string, own: object): Worker {
    const { scenario, runDir, paced, kafka } = this.#setting
    const thread = startThread(name, { scenario, runDir, paced, kafka, shared: sharedBy(this.#control), ...own })
    this.#threads.push(thread)
    onDeath(thread, this.#failure.reject)
    return thread
  }

  async #listen(): Promise<void> {
    let endsDueAt = 0
    while (this.#isListening) {
      for (const posting of await this.#board.read(WAIT_MS)) this.#take(posting)
      if (monotonicMs() < endsDueAt) continue
      this.#ends = await inputEnds(this.#client, this.#setting.kafka.prefix)
      endsDueAt = monotonicMs() + ENDS_EVERY_MS
    }
  }

  #take(posting: Posting): void {
    this.#roster.take(posting, monotonicMs())
    if (this.#absences.take(posting, this.#clock.now())) writeWorkers(this.#setting.runDir, this.#absences.over)
    if (posting.kind === 'working') this.#latency.take(this.#placeOf(posting.by), posting.report.seconds)
    const sent = posting.kind === 'sending' ? this.#sent() : undefined
    if (sent) writeSent(this.#setting.runDir, sent)
  }

  #placeOf(worker: string): number {
    if (!this.#places.has(worker)) this.#places.set(worker, this.#places.size)
    return this.#places.get(worker)!
  }

  #sent(): GeneratorTotals | null {
    const { sent } = this.#roster
    return sent.length === 0 ? null : mergeSegments(sent)
  }

  #isGone(member: Member): boolean {
    return this.#roster.vanished(monotonicMs()).includes(member)
  }

  /** Traffic that has not begun is not waited for where somebody interrupts the run. */
  async #until(isSo: () => boolean): Promise<void> {
    while (!isSo()) {
      if (!this.#isListening) throw new Error('the run is over')
      if (this.#setting.signal.aborted && this.#control.startedAtMs === 0) return
      await setTimeout(LOOK_EVERY_MS)
    }
  }

  /** Bounded: what is not decided by then counts as in flight. */
  async #drain(): Promise<number | null> {
    const beganAt = monotonicMs()
    const isDecided = await this.#untilDecided(DRAIN_LIMIT_MS)
    const drainedMs = isDecided ? monotonicMs() - beganAt : null
    await setTimeout(FOLD_REST_MS)
    return drainedMs
  }

  /** Nobody sends meanwhile: where the topics end is asked once. */
  async #untilDecided(withinMs: number): Promise<boolean> {
    const ends = await inputEnds(this.#client, this.#setting.kafka.prefix)
    const giveUpAt = monotonicMs() + withinMs
    await this.#until(() => this.#roster.lag(ends) === 0 || monotonicMs() > giveUpAt)
    return this.#roster.lag(ends) === 0
  }

  #notes(): readonly string[] {
    return this.#roster.vanished(Infinity).map(({ segment, host, pid }) => {
      const who = segment ? `Generator ${segment.index}/${segment.of}` : 'A worker'
      const lost = segment ? 'what it had sent since its last report is not counted' : 'what it had decided since its last report is missing from counts and latencies, not from the checks'
      return `${who} (process ${pid} on ${host}) vanished; ${lost}.`
    })
  }
}

/** The readers of prices on servers look at the control alone. */
function sharedBy(control: RunControl): SharedRun {
  const prices = createSharedPrices(1, 1)
  return { control: control.shared, cache: prices, store: prices, rings: [], doorbells: [] }
}
