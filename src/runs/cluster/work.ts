import { setTimeout } from 'node:timers/promises'
import { RunControl } from '../../adapters/embedded/run-control.ts'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import { missingRight } from '../../adapters/kafka/rights.ts'
import { WorkerGroup } from '../../adapters/kafka/worker-group.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import { portFaults } from '../../faults/server-faults.ts'
import { WorkerCrash } from '../../faults/worker-crash.ts'
import type { WorkerPlace } from '../../faults/worker-faults.ts'
import { occupiedPartitions } from '../occupied-partitions.ts'
import type { ReachedServers, ServersRequest } from '../open-kafka-target.ts'
import { plannedFaults } from '../parsed-scenario.ts'
import type { PipelineTerms } from '../threads/pipeline-setting.ts'
import { BatchWriters } from '../threads/batch-writers.ts'
import { PipelineThread } from '../threads/pipeline-thread.ts'
import { openRealPrices } from '../threads/real-prices.ts'
import { rehearse } from '../threads/rehearse.ts'
import type { PipelineReport } from '../threads/thread-reports.ts'
import { Attendance } from './attendance.ts'
import { HeldPartitions } from './held-partitions.ts'
import { type ClusterPlan, targetOf } from './postings.ts'
import { reachPatiently } from './reach-patiently.ts'

const LOOK_EVERY_MS = 20
const LEAVE_MS_MAX = 5000

export interface WorkOptions {
  readonly servers: ServersRequest
  readonly prefix: string
  /** Which of the workers that the run has started; undefined where somebody else has started it. */
  readonly number?: WorkerPlace
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** What a worker did. */
export interface WorkSummary {
  readonly schemaVersion: 1
  readonly worker: string
  /** Null: it was interrupted before there was a run. */
  readonly run: string | null
  readonly decisions: number
  /** How often another worker had taken a partition over while this one still worked on it. */
  readonly fenced: number
}

/** One worker of a run, until that is over or the signal says so; its partitions are handed over then. */
export async function work({ servers: request, prefix, number, signal, say }: WorkOptions): Promise<WorkSummary> {
  const servers = await reachPatiently(request, signal)
  const control = new RunControl()
  const client = new KafkaClient(servers.address)
  const injected: PlannedFault[] = []
  const attendance = new Attendance({ client, prefix, segment: null, control, onFault: (fault) => injected.push(fault), signal })
  say(`waiting for a run under ${prefix}`)
  try {
    const plan = await attendance.plan()
    if (!plan) return { schemaVersion: 1, worker: attendance.by, run: null, decisions: 0, fenced: 0 }
    const worker = new Worker({ attendance, client, servers, prefix, number, plan, control, say })
    return await worker.run(signal, () => injected.splice(0))
  } finally {
    await unlessItTakesLong(attendance.close())
  }
}

interface WorkerSetting {
  readonly attendance: Attendance
  readonly client: KafkaClient
  readonly servers: ReachedServers
  readonly prefix: string
  readonly number?: WorkerPlace
  readonly plan: ClusterPlan
  readonly control: RunControl
  readonly say: (line: string) => void
}

class Worker {
  readonly #setting: WorkerSetting
  readonly #thread: PipelineThread
  readonly #failure = Promise.withResolvers<never>()
  #report: PipelineReport | undefined

  constructor(setting: WorkerSetting) {
    this.#setting = setting
    this.#thread = new PipelineThread(termsOf(setting), (report) => (this.#report = report))
    // It is waited for only while the worker works.
    this.#failure.promise.catch(() => {})
  }

  async run(signal: AbortSignal, injected: () => readonly PlannedFault[]): Promise<WorkSummary> {
    const { attendance, client, servers, prefix, plan, say } = this.#setting
    const kafka = targetOf(plan, servers, prefix)
    await rehearse(plan.scenario)
    const prices = await openRealPrices(kafka, 'write')
    const writers = new BatchWriters(client, kafka)
    const held = new HeldPartitions({
      place: { client, kafka, writerOf: (partition) => writers.of(partition), thread: this.#thread, prices },
      isHeldElsewhere: (partition) => (attendance.roster.ownerOf(partition) ?? attendance.by) !== attendance.by,
      onChange: (partitions) => this.#owns(partitions),
      onFailure: (error) => (error instanceof WorkerCrash ? endAsItStands() : this.#failure.reject(error)),
    })
    const group = this.#group(held)
    try {
      await attendance.join()
      say(`run ${plan.runId}: joining its workers`)
      await group.join()
      await Promise.race([this.#attend(held, signal, injected), this.#failure.promise])
      await held.leave()
      const totals = this.#thread.totals()
      await attendance.post({ kind: 'worked', by: attendance.by, totals })
      return { schemaVersion: 1, worker: attendance.by, run: plan.runId, decisions: totals.counts.decisions ?? 0, fenced: held.fenced }
    } finally {
      // After a failure that is what can still be handed over, and what would keep the process alive.
      await unlessItTakesLong(held.leave())
      await unlessItTakesLong(Promise.all([group.leave(), prices.close(), writers.close()]))
    }
  }

  #group(held: HeldPartitions): WorkerGroup {
    const { client, prefix } = this.#setting
    return new WorkerGroup(client, {
      prefix,
      owned: () => held.owned,
      onDealt: (partitions) => this.#dealt(held, partitions),
      onFailure: (error) => this.#failure.reject(missingRight(error) ?? error),
    })
  }

  async #attend(held: HeldPartitions, signal: AbortSignal, injected: () => readonly PlannedFault[]): Promise<void> {
    const { attendance } = this.#setting
    let isOver = false
    void attendance.ended.then(() => (isOver = true))
    while (!isOver && !signal.aborted) {
      this.#thread.inject(injected())
      this.#thread.reportIfDue()
      await this.#tell(held)
      await setTimeout(LOOK_EVERY_MS)
    }
  }

  async #tell(held: HeldPartitions): Promise<void> {
    const report = this.#report
    if (!report) return
    this.#report = undefined
    const { attendance } = this.#setting
    await attendance.post({ kind: 'working', by: attendance.by, report, totals: this.#thread.shortTotals(), standing: held.standing })
  }

  #dealt(held: HeldPartitions, partitions: readonly number[]): void {
    if (partitions.length === 0) this.#setting.say('more workers than partitions: this one stands by')
    held.deal(partitions)
  }

  #owns(partitions: readonly number[]): void {
    const { attendance, say } = this.#setting
    say(partitions.length === 0 ? 'no partitions' : `partitions ${partitions.toSorted((a, b) => a - b).join(', ')}`)
    attendance.post({ kind: 'owns', by: attendance.by, partitions }).catch(this.#failure.reject)
  }
}

/** What fails here is no news: whoever leaves well has nothing open by then. */
async function unlessItTakesLong(leaving: Promise<unknown>): Promise<void> {
  await Promise.race([leaving.catch(() => {}), setTimeout(LEAVE_MS_MAX, undefined, { ref: false })])
}

/** Nothing is saved, nothing is closed, nobody takes his leave: what the crash point says is there, and no more. */
const endAsItStands = (): void => void process.kill(process.pid, 'SIGKILL')

function termsOf({ plan: { scenario, skus }, control, number }: WorkerSetting): PipelineTerms {
  const plan = portFaults(plannedFaults(scenario))
  const shared = { control: control.shared }
  return { scenario, paced: true, shared, faults: plan, occupied: occupiedPartitions(scenario, skus), worker: number ?? null }
}
