import type { Worker } from 'node:worker_threads'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { Doorbell } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs, RunControl } from '../../adapters/embedded/run-control.ts'
import { createSharedPrices } from '../../adapters/embedded/shared-prices.ts'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import { countOf } from '../../reports/formats/texts.ts'
import type { ReachedServers, ServersRequest } from '../open-kafka-target.ts'
import { plannedFaults } from '../parsed-scenario.ts'
import { sentIn } from '../sent-file.ts'
import type { GeneratorTotals, Segment } from '../threads/generator-setting.ts'
import type { SharedRun } from '../threads/pipeline-setting.ts'
import type { GeneratorReport } from '../threads/thread-reports.ts'
import { messageOf, onDeath, startThread } from '../threads/start-thread.ts'
import { UserError } from '../user-error.ts'
import { Attendance } from './attendance.ts'
import { type ClusterPlan, targetOf } from './postings.ts'
import { reachPatiently } from './reach-patiently.ts'
import { SILENT_MS_MAX } from './roster.ts'

const RING_BYTES = 1 << 22

export interface GenerateOptions {
  readonly servers: ServersRequest
  readonly prefix: string
  readonly segment: Segment
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** What a generator sent. */
export interface GenerateSummary {
  readonly schemaVersion: 1
  readonly generator: string
  readonly segment: string
  /** Null: it was interrupted before there was a run. */
  readonly run: string | null
  readonly eventsSent: number
}

/** One generator of a run: its segment of the schedule, from the agreed start on. */
export async function generate({ servers: request, prefix, segment, signal, say }: GenerateOptions): Promise<GenerateSummary> {
  const servers = await reachPatiently(request, signal)
  const control = new RunControl()
  const threads: Worker[] = []
  const onFault = (fault: PlannedFault) => threads[0]?.postMessage({ kind: 'inject', fault })
  const attendance = new Attendance({ client: new KafkaClient(servers.address), prefix, segment, control, onFault, signal })
  const summary = { schemaVersion: 1, generator: attendance.by, segment: `${segment.index}/${segment.of}` } as const
  try {
    say(`waiting for a run under ${prefix}`)
    const plan = await attendance.plan()
    if (!plan) return { ...summary, run: null, eventsSent: 0 }
    refuseOtherSegments(segment, plan)
    await attendance.join()
    refuseSecond(segment, attendance)
    say(`run ${plan.runId}: seeding segment ${summary.segment}`)
    const stop = () => control.stop()
    signal.addEventListener('abort', stop)
    void attendance.ended.then(stop)
    const totals = await send({ attendance, plan, segment, servers, prefix, control, threads, say })
    return { ...summary, run: plan.runId, eventsSent: sentIn(totals) }
  } finally {
    control.stop()
    await Promise.all(threads.map((thread) => thread.terminate()))
    await attendance.close()
  }
}

interface Sending {
  readonly attendance: Attendance
  readonly plan: ClusterPlan
  readonly segment: Segment
  readonly servers: ReachedServers
  readonly prefix: string
  readonly control: RunControl
  /** Ended by whoever gave it; the generator comes first. */
  readonly threads: Worker[]
  readonly say: (line: string) => void
}

/** The generator of a run in one process, and the thread that carries to the brokers what it hands over. */
async function send({ attendance, plan, segment, servers, prefix, control, threads, say }: Sending): Promise<GeneratorTotals> {
  const { by } = attendance
  const kafka = targetOf(plan, servers, prefix)
  const common = { scenario: plan.scenario, runDir: '', paced: true, kafka, shared: sharedBy(plan, control) }
  const generator = startThread('generator', { ...common, skus: plan.skus, faults: plannedFaults(plan.scenario), segment, seededWhen: 'accepted' })
  const sender = startThread('kafka-sender', common)
  threads.push(generator, sender)
  const { promise: failure, reject } = Promise.withResolvers<never>()
  failure.catch(() => {})
  for (const thread of threads) onDeath(thread, reject)
  generator.on('message', (message: GeneratorReport) => {
    if (message.kind === 'progress') attendance.post({ kind: 'sending', by, totals: message.totals }).catch(() => {})
  })
  const done = messageOf<{ readonly kind: 'done'; readonly totals: GeneratorTotals }>(generator, 'done')
  done.catch(() => {})
  await Promise.race([messageOf(generator, 'seeded'), failure])
  await attendance.post({ kind: 'seeded', by })
  say('seeded; waiting for the start')
  const { totals } = await Promise.race([done, failure])
  await attendance.post({ kind: 'sent', by, totals })
  return totals
}

/** Of the memory that threads of a whole run share, a generator needs the rings. */
function sharedBy({ scenario: { partitions } }: ClusterPlan, control: RunControl): SharedRun {
  const prices = createSharedPrices(1, partitions)
  const rings = Array.from({ length: partitions }, () => ByteRing.create(RING_BYTES).shared)
  return { control: control.shared, cache: prices, store: prices, rings, doorbells: [new Doorbell().shared] }
}

/** Both would send the same events; whoever came first goes on. */
function refuseSecond({ index, of }: Segment, { by, roster }: Attendance): void {
  const holder = roster.holderOf(index, monotonicMs())
  if (!holder || holder.by === by) return
  const message = `segment ${index}/${of} is sent by process ${holder.pid} on ${holder.host}`
  const fix = `take another one; if that process is dead, try again in ${SILENT_MS_MAX / 1000} s`
  throw new UserError({ code: 'segment_taken', message, place: '--segment', value: `${index}/${of}`, rule: 'each segment of a schedule has one generator', fix, exitCode: 2 })
}

function refuseOtherSegments({ index, of }: Segment, { segments, scenario: { partitions }, runId }: ClusterPlan): void {
  if (of === segments) return
  const rule = of > partitions ? `a segment has at least one of the run’s ${partitions} partitions` : 'all generators of a run share its schedule alike'
  const message = `run ${runId} is shared by ${countOf(segments, 'generator')}, not by ${of}`
  throw new UserError({ code: 'other_segments', message, place: '--segment', value: `${index}/${of}`, rule, fix: `write --segment ${Math.min(index, segments)}/${segments}`, exitCode: 2 })
}
