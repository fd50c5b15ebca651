import { statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { openRunFolder, RunFolderDamage } from '../checks/run-folder.ts'
import { UserError } from '../engine/kernel/user-error.ts'
import { exitCodeOf } from '../reports/exit-code.ts'
import { METRICS, type MetricName } from '../reports/metric-names.ts'
import { Metrics } from '../reports/metrics.ts'
import type { RunDigest } from '../reports/digest/run-digest.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { evaluateThresholds } from '../reports/thresholds/evaluate.ts'
import { judgeRun as verdictOf } from '../reports/verdict.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { checkingNote, judgingNote, readingBackNote } from './checking-notes.ts'
import { lacksRecord } from './folders/record-place.ts'
import { isRunId, startedAtOf } from './folders/run-id.ts'
import { type Execution, judgeRun, type Judgement } from './judge-run.ts'
import { parsedThresholds } from './parsed-scenario.ts'
import { NOTHING_YET, type Progress } from './progress.ts'
import { refuseUndecided } from './record/undecided.ts'
import { addChecks } from './run-metrics.ts'
import { VERSION } from './version.ts'

export interface VerifyOptions {
  readonly runDir: string
  /** What came out when its log was executed already. */
  readonly executed?: Execution
  readonly onProgress: (progress: Progress) => void
}

/**
 * All invariants again, from the folder alone, and the re-execution. What only the live run could measure (latency,
 * load) is not judged here; a run that was killed is judged by what its log holds.
 */
export async function verify({ runDir, onProgress, executed }: VerifyOptions): Promise<{ readonly document: RunDocument; readonly digest: RunDigest }> {
  if (lacksRecord(runDir)) await bringRecord(runDir, onProgress)
  refuseUndecided(runDir)
  const folder = readableFolder(runDir)
  const judgement = await judgeRun(runDir, checkingProgress(onProgress, executed ? judgingNote : checkingNote), executed)
  const stored = folder.run as RunDocument | null
  return { document: toDocument(runDir, folder.scenario as Scenario, stored, judgement), digest: judgement.digest }
}

/** Its clients are loaded only where they are needed. */
async function bringRecord(runDir: string, onProgress: VerifyOptions['onProgress']): Promise<void> {
  const brought = await import('./bring-record.ts')
  await brought.bringRecord(runDir, openFolder(runDir).partitions, checkingProgress(onProgress, readingBackNote))
}

/** The folder with its record, or a mistake that the user can mend. */
export function readableFolder(runDir: string) {
  if (lacksRecord(runDir)) throw notReadBack(runDir)
  return openFolder(runDir)
}

function openFolder(runDir: string) {
  try {
    return openRunFolder(runDir)
  } catch (error) {
    if (!(error instanceof RunFolderDamage)) throw error
    const { place, value, rule, fix } = error
    throw new UserError({ code: 'damaged_run_folder', message: `${place}: ${value}`, place, value, rule, fix, exitCode: 104 })
  }
}

/** Without this an empty record would be taken for a run that lost everything. */
function notReadBack(place: string): UserError {
  const rule = 'the record of a run on Kafka is read back from its topics when the traffic is over'
  return new UserError({ code: 'not_read_back', message: `${place} has no record: the run was ended before it was read back`, place, rule, fix: `promo verify ${place} reads it back now`, exitCode: 104 })
}

function toDocument(runDir: string, scenario: Scenario, stored: RunDocument | null, judgement: Judgement): RunDocument {
  const { invariants } = judgement
  const counted = countsOf(judgement)
  const unknown = invariants.filter(({ status }) => status === 'unknown').map(({ name }) => name)
  const thresholds = evaluateThresholds(thresholdsOfChecks(scenario), counted, unknown)
  const { verdict } = verdictOf({ thresholds, invariants, metrics: counted })
  const run = {
    id: basename(runDir),
    scenario: scenario.name,
    seed: scenario.seed,
    target: stored?.run.target ?? 'embedded',
    version: VERSION,
    startedAt: stored?.run.startedAt ?? beganAt(runDir),
    durationMs: stored?.run.durationMs ?? scenario.durationMs,
    command: `promo verify ${runDir}`,
    runDir,
    decisionsSha256: judgement.decisionsSha256,
  }
  return { schemaVersion: 1, run, metrics: counted, thresholds, invariants, faults: stored?.faults ?? [], verdict, exitCode: exitCodeOf(verdict) }
}

/** Of a run that was killed: its id says when it began; a folder of one's own has its first file. */
function beganAt(runDir: string): string {
  const id = basename(runDir)
  return isRunId(id) ? startedAtOf(id) : statSync(join(runDir, 'scenario.json')).birthtime.toISOString()
}

/** Only what the checks count themselves; latency and load cannot be told from a folder. */
function thresholdsOfChecks(scenario: Scenario) {
  return parsedThresholds(scenario).filter(({ metric }) => 'fromChecks' in METRICS[metric as MetricName])
}

function countsOf(judgement: Judgement) {
  const { accepted, processed, folded, deduplicated, quarantined, deadLettered, inFlight, decisions } = judgement.counters
  const metrics = new Metrics()
  const counts = { events_accepted: accepted, events_processed: processed, events_folded: folded, events_deduplicated: deduplicated, events_quarantined: quarantined, events_dead_lettered: deadLettered, decisions } as const
  for (const [name, count] of Object.entries(counts)) metrics.counter(name as keyof typeof counts).add(count)
  metrics.gauge('lag').set(inFlight)
  addChecks(metrics, judgement)
  return metrics.toMetrics(0)
}

/** At most one line a second, and one at the end. */
function checkingProgress(onProgress: VerifyOptions['onProgress'], noteOf: (done: number, total: number) => string): (done: number, total: number) => void {
  const beganAt = performance.now()
  let nextAt = 0
  return (done, total) => {
    if (done < total && performance.now() < nextAt) return
    nextAt = performance.now() + 1000
    onProgress({ ...NOTHING_YET, elapsedMs: performance.now() - beganAt, phase: 'checking', note: noteOf(done, total) })
  }
}
