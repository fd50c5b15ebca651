import { basename, join } from 'node:path'
import { readCatalog } from '../adapters/files/catalog-csv.ts'
import type { PlannedFault } from '../faults/fault.ts'
import type { ControlRun } from '../reports/control-run.ts'
import { exitCodeOf } from '../reports/exit-code.ts'
import { ending } from '../reports/formats/ending.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { evaluateThresholds } from '../reports/thresholds/evaluate.ts'
import { judgeRun as verdictOf } from '../reports/verdict.ts'
import { REPORT_KINDS } from '../reports/report-kinds.ts'
import { writeReport } from '../reports/write-report.ts'
import { catalogPath } from '../scenarios/catalog-file.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { noteArchive } from './archive-note.ts'
import { findBreachExample, findCutExample } from './examples.ts'
import { FaultDesk, writeScenario } from './fault-desk.ts'
import { writeRecordPlace } from './folders/record-place.ts'
import { lockRun, unlockRun } from './folders/run-lock.ts'
import { judgeRun } from './judge-run.ts'
import type { ClusterRequest } from './cluster/cluster-request.ts'
import type { ClusterRun, ClusterSetting } from './cluster/cluster-run.ts'
import { type ConductedRun, LiveRun, type LiveSetting, type LiveTotals } from './live-run.ts'
import type { KafkaRequest } from './open-kafka-target.ts'
import { parsedThresholds, plannedFaults } from './parsed-scenario.ts'
import type { Progress } from './progress.ts'
import { faultResults, recoveryWindows, restartFacts } from './run-faults.ts'
import { reportDataOf, writeReportData } from './report-data.ts'
import { measure } from './run-metrics.ts'
import type { OpenedServerFaults } from './outside-faults/servers/open-server-faults.ts'
import type { OutsideFaults } from './outside-faults/outside-faults.ts'
import { ProgressReporter } from './simulate-progress.ts'
import type { KafkaTarget } from './threads/kafka-target.ts'
import { VERSION } from './version.ts'

export interface SimulateOptions {
  readonly scenario: Scenario
  /** Undefined: the embedded target. */
  readonly kafka?: KafkaRequest
  /** Undefined: threads of this process do the work. */
  readonly cluster?: ClusterRequest
  /** An empty folder. */
  readonly outDir: string
  /** What repeats the run. */
  readonly command: string
  readonly onProgress: (progress: Progress) => void
  /** Whether progress has its `live` part. */
  readonly isDetailed?: boolean
  readonly signal: AbortSignal
  /** The whole run ends by then, traffic and drain; null for no limit. */
  readonly maxTimeMs: number | null
  /** Told when faults can be injected, and where. */
  readonly onDesk?: (desk: FaultDesk) => void
  /** The same seed without faults, where it was made beside this run. */
  readonly control?: ControlRun
  /** What repeats the run with these faults instead of those it was given. */
  readonly commandWith?: (faults: readonly string[]) => string
}

/** A run from its first event to its verdict. Its history stands in the folder; nothing is printed. */
export async function simulate(options: SimulateOptions): Promise<{ readonly document: RunDocument; readonly ending: readonly string[] }> {
  const { scenario, outDir, signal, maxTimeMs } = options
  const startedAt = new Date()
  const skus = scenario.catalog.file === null ? null : await readCatalog(catalogPath(scenario.catalog.file), { skusMax: scenario.catalog.skus })
  const plan = plannedFaults(scenario)
  const onServers = options.kafka && (await openServerFaults(options.kafka, plan, outDir))
  const request = onServers?.request ?? options.kafka
  const kafka = request && (await openKafka({ ...request, isShared: options.cluster !== undefined }, outDir, scenario))
  writeScenario(outDir, scenario)
  if (kafka) writeRecordPlace(outDir, { ...kafka, kafka: options.kafka?.kafka ?? { brokers: kafka.address.brokers } })
  const reporter = new ProgressReporter(scenario, options.onProgress, options.isDetailed)
  const timeUp = maxTimeMs === null ? [] : [AbortSignal.timeout(maxTimeMs)]
  const setting = { scenario, runDir: outDir, skus, plan, paced: true, signal: AbortSignal.any([signal, ...timeUp]) }
  const cluster = kafka && options.cluster && (await openCluster({ ...setting, kafka, cluster: options.cluster, runId: basename(outDir) }, request!))
  const run: ConductedRun = cluster ?? new LiveRun({ ...setting, kafka })
  const outside = onServers && (await openOutsideFaults(onServers, cluster, setting))
  lockRun(outDir)
  try {
    options.onDesk?.(new FaultDesk(scenario, outDir, run, kafka ? 'kafka' : 'embedded'))
    const running = reporter.during(run)
    const live = outside ? await outside.during(running, () => run.progress().elapsedMs, setting.signal) : await running
    if (kafka) await readBack(kafka, options, reporter)
    return await conclude(repeated(options, run.plan), live, run.plan, startedAt, reporter, outside)
  } finally {
    unlockRun(outDir)
  }
}

/** Its clients are loaded only where it is asked for. */
async function openKafka(request: KafkaRequest, outDir: string, { partitions }: Scenario): Promise<KafkaTarget> {
  const { openKafkaTarget } = await import('./open-kafka-target.ts')
  return openKafkaTarget(request, basename(outDir), partitions)
}

async function openCluster(setting: ClusterSetting, request: KafkaRequest): Promise<ClusterRun> {
  const [{ ClusterRun }, { onSameWays }] = await Promise.all([import('./cluster/cluster-run.ts'), import('./outside-faults/servers/open-server-faults.ts')])
  return new ClusterRun({ ...setting, cluster: onSameWays(setting.cluster, request, setting.kafka) })
}

async function openServerFaults(request: KafkaRequest, plan: readonly PlannedFault[], outDir: string): Promise<OpenedServerFaults> {
  const { openServerFaults: open } = await import('./outside-faults/servers/open-server-faults.ts')
  return open(request, plan, basename(outDir))
}

/** What hits servers, and workers that are processes of the run. */
async function openOutsideFaults({ plans }: OpenedServerFaults, cluster: ClusterRun | undefined, { plan, scenario: { seed, durationMs } }: LiveSetting): Promise<OutsideFaults> {
  const [{ OutsideFaults }, { planWorkerFaults }] = await Promise.all([import('./outside-faults/outside-faults.ts'), import('./outside-faults/workers/plan-worker-faults.ts')])
  return new OutsideFaults([...plans, ...(cluster ? planWorkerFaults(plan, seed, cluster.workers) : [])], durationMs)
}

async function readBack(kafka: KafkaTarget, { outDir, scenario }: SimulateOptions, reporter: ProgressReporter): Promise<void> {
  const { readBackRun } = await import('./read-back.ts')
  await readBackRun(outDir, kafka, scenario.partitions, (done, total) => reporter.readingBack(done, total))
}

/** With injected faults it takes another command to repeat a run. */
function repeated(options: SimulateOptions, plan: readonly PlannedFault[]): SimulateOptions {
  const isAsPlanned = plan.length === options.scenario.faults.length
  return isAsPlanned || !options.commandWith ? options : { ...options, command: options.commandWith(plan.map(({ spec }) => spec.text)) }
}

async function conclude({ scenario, outDir, command, kafka, control }: SimulateOptions, live: LiveTotals, plan: readonly PlannedFault[], startedAt: Date, reporter: ProgressReporter, outside?: OutsideFaults) {
  const judgement = await judgeRun(outDir, (done, total) => reporter.checking(done, total))
  const windows = recoveryWindows(scenario, live.pipelines.map((pipeline) => pipeline.windows))
  const faults = faultResults(plan, live, windows, outside?.results)
  const parsed = parsedThresholds(scenario)
  const { metrics, seconds, latency } = measure({ live, judgement, plan, faults, windows, thresholds: parsed })
  const unknown = judgement.invariants.filter(({ status }) => status === 'unknown').map(({ name }) => name)
  const thresholds = evaluateThresholds(parsed, metrics, unknown)
  const { invariants } = judgement
  const { verdict, message } = verdictOf({ thresholds, invariants, metrics, faults: live.interrupted ? [] : faults })
  const exitCode = exitCodeOf(verdict, { isInterrupted: live.interrupted })
  const facts = {
    id: basename(outDir),
    scenario: scenario.name,
    seed: scenario.seed,
    target: kafka ? 'kafka' : 'embedded',
    version: VERSION,
    startedAt: startedAt.toISOString(),
    durationMs: Math.round(live.generator.trafficMs),
    command,
    runDir: outDir,
    decisionsSha256: judgement.decisionsSha256,
  }
  const document: RunDocument = { schemaVersion: 1, run: facts, metrics, thresholds, invariants, faults, verdict, exitCode, ...(control && { control }) }
  const data = reportDataOf(scenario, judgement.digest, live.generator.rates)
  writeReportData(outDir, data)
  const material = { document, latency, seconds, data }
  for (const [kind, file] of Object.entries(REPORT_FILES)) writeReport(join(outDir, file), REPORT_KINDS[kind].render(material), outDir)
  const breachExample = findBreachExample(outDir, scenario, invariants)
  const cutExample = breachExample ? null : findCutExample(outDir, scenario)
  const told = ending({ document, message, restarts: restartFacts(plan, live), isInterrupted: live.interrupted, cutExample, breachExample })
  return { document, ending: [...told, ...live.notes, ...(outside?.notes ?? []), ...(live.archive ? noteArchive(outDir, live.archive) : [])] }
}

const REPORT_FILES = { hgrm: 'latency.hgrm', hlog: 'latency.hlog', json: 'run.json', html: 'report.html' } as const
