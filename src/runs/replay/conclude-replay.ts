import { readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import type { ReportData } from '../../reports/digest/report-data.ts'
import type { RunDigest } from '../../reports/digest/run-digest.ts'
import type { ReplayDiff } from '../../reports/digest/replay-diff.ts'
import { exitCodeOf } from '../../reports/exit-code.ts'
import { renderJson } from '../../reports/formats/json.ts'
import { renderDiff } from '../../reports/formats/html/render-diff.ts'
import { REPORT_KINDS } from '../../reports/report-kinds.ts'
import type { InvariantResult, RunDocument } from '../../reports/run-document.ts'
import { judgeRun as verdictOf } from '../../reports/verdict.ts'
import { writeReport } from '../../reports/write-report.ts'
import type { Execution } from '../judge-run.ts'
import { latencies } from '../report.ts'
import { reportDataOf, writeReportData } from '../report-data.ts'
import { verify } from '../verify.ts'
import { VERSION } from '../version.ts'
import { concludeDiff } from './diff/conclude-diff.ts'
import { firstDifference, type LocatedDifference } from './first-difference.ts'
import type { PreparedReplay } from './prepare-replay.ts'
import type { Span } from './range.ts'
import type { Lap, ReplayOptions } from './lap.ts'
import type { FilterTerms } from './record-filter.ts'

/** What a replay adds to the document of a run. */
export interface ReplayFacts {
  readonly of: { readonly id: string; readonly dir: string; readonly decisionsSha256: string | null }
  readonly spans: readonly Span[]
  readonly filter: FilterTerms
  readonly speed: string
  readonly rules: string | null
  readonly group: string | null
  /** By partition, the offset of the first record that was decided. What stands before it was taken over as it was recorded. */
  readonly beganAt: readonly number[]
  readonly laps: readonly { readonly decisionsSha256: string; readonly elapsedMs: number; readonly isInterrupted: boolean }[]
  readonly events: number
  readonly eventsPerSecond: number
  readonly lateMsMax: number
  /** Whether every decision came out as recorded; null where that cannot be said, and why. */
  readonly identical: boolean | null
  readonly otherwise: string | null
  /** The log is sound as far as it goes, but the run's own document has the digest of another one: its end is missing. */
  readonly isShort: boolean
  readonly compared: number
  readonly difference: LocatedDifference | null
}

export interface ReplayDocument extends RunDocument {
  readonly replay: ReplayFacts
  readonly diff?: ReplayDiff
}

export interface EndedReplay extends ReplayOptions {
  readonly startedAt: Date
  readonly laps: readonly Lap[]
  /** Whose log is in the folder. */
  readonly kept: Lap
}

/** Judges the folder, and holds the decisions against those recorded; writes the documents. */
export async function concludeReplay(ended: EndedReplay): Promise<ReplayDocument> {
  const { prepared, command, startedAt, laps, signal, kept } = ended
  const { outDir, scenario } = prepared
  const { document: judged, digest } = kept.partitions.some(({ beganAt }) => beganAt > 0) ? unjudged(prepared) : await judge(ended)
  const facts = await factsOf(ended)
  const diff = diffOf(ended)
  const invariants = [...judged.invariants, ...(prepared.isExact ? [sameDecisions(facts)] : []), ...(laps.length > 1 ? [sameLaps(laps)] : [])]
  const { verdict } = verdictOf({ ...judged, invariants })
  const run = { ...judged.run, target: prepared.request.kafka ? 'kafka' : judged.run.target, startedAt: startedAt.toISOString(), durationMs: Math.round(kept.elapsedMs), command }
  const document: ReplayDocument = { ...judged, run, invariants, verdict, exitCode: exitCodeOf(verdict, { isInterrupted: signal.aborted }), replay: facts, ...(diff && { diff }) }
  if (diff) writeDiff(outDir, diff)
  writeReport(join(outDir, 'run.json'), renderJson(document), outDir)
  if (digest) writePage(document, reportDataOf(scenario, digest))
  return document
}

interface Judged {
  readonly document: RunDocument
  /** Null: nobody has read all of the log. */
  readonly digest: RunDigest | null
}

/** As any run. */
async function judge(ended: EndedReplay): Promise<Judged> {
  const { prepared, onProgress } = ended
  const executed = prepared.request.kafka ? undefined : executionOf(ended)
  const { document, digest } = await verify({ runDir: prepared.outDir, onProgress, executed })
  const isExecuted = executed === undefined || prepared.isExact
  const invariants = isExecuted ? document.invariants : document.invariants.filter(({ name }) => name !== 'reexecution')
  return { document: { ...document, invariants }, digest }
}

/** What was taken over was not looked at, so nothing is said about the log as a whole: `promo verify` judges that. */
function unjudged({ outDir, scenario: { name, seed } }: PreparedReplay): Judged {
  const run = { id: basename(outDir), scenario: name, seed, target: 'embedded', version: VERSION, startedAt: '', durationMs: 0, command: '', runDir: outDir, decisionsSha256: null }
  return { document: { schemaVersion: 1, run, metrics: {}, thresholds: [], invariants: [], faults: [], verdict: 'unknown', exitCode: 99 }, digest: null }
}

function writePage(document: RunDocument, data: ReportData): void {
  const runDir = document.run.runDir!
  writeReportData(runDir, data)
  writeReport(join(runDir, 'report.html'), REPORT_KINDS.html.render({ document, data, ...latencies(runDir, document) }), runDir)
}

/** The replay is an execution of the recording. Of its own log it is one only where both are the same; promo verify makes another. */
function executionOf({ prepared, kept: { partitions } }: EndedReplay): Execution {
  return { decisionsSha256: prepared.isExact ? partitions.map(({ decisionsSha256 }) => decisionsSha256) : null, digests: partitions.flatMap(({ digest }) => digest ?? []) }
}

async function factsOf({ prepared, laps, kept }: EndedReplay): Promise<ReplayFacts> {
  const { recording, request, spans, filter, isExact, otherwise } = prepared
  const events = sum(kept, ({ events: each }) => each)
  const difference = isExact ? await firstDifference(prepared, kept) : null
  const decisionsSha256 = recordedDigest(recording.dir)
  const isShort = difference === null && decisionsSha256 !== null && isAll(prepared, kept) && decisionsSha256 !== kept.decisionsSha256
  return {
    of: { id: recording.id, dir: recording.dir, decisionsSha256 },
    spans,
    filter,
    speed: request.speed === 'max' ? request.speed : `${request.speed}x`,
    rules: request.rules,
    group: request.group,
    beganAt: kept.partitions.map(({ beganAt }) => beganAt),
    laps: laps.map(({ decisionsSha256, elapsedMs, isInterrupted }) => ({ decisionsSha256, elapsedMs: Math.round(elapsedMs), isInterrupted })),
    events,
    eventsPerSecond: Math.round((events * 1000) / kept.elapsedMs),
    lateMsMax: Math.round(kept.lateMsMax),
    identical: isExact ? difference === null && !isShort : null,
    isShort,
    otherwise,
    compared: sum(kept, ({ compared }) => compared),
    difference,
  }
}

function diffOf({ prepared: { baselineDir, outDir, scenario }, kept }: EndedReplay): ReplayDiff | undefined {
  if (baselineDir === null) return undefined
  const [baseline, replayed] = [baselineDir, outDir].map((dir) => basename(resolve(dir)))
  return concludeDiff(kept.partitions.flatMap(({ diff }) => diff ?? []), { baseline, replayed, seed: scenario.seed })
}

function writeDiff(outDir: string, diff: ReplayDiff): void {
  writeReport(join(outDir, 'diff.json'), `${JSON.stringify(diff, null, 2)}\n`, outDir)
  writeReport(join(outDir, 'diff.html'), renderDiff(diff), outDir)
}

/** The proof of a replay, beside the invariants of every run. */
function sameDecisions({ compared, difference, isShort, of }: ReplayFacts): InvariantResult {
  const differing = difference ? [{ place: difference.place, problem: 'replayed, the decision differs', decisionId: difference.decisionId }] : []
  const missing = isShort ? [{ place: join(of.dir, 'run.json'), problem: 'the run had more decisions than its log has now', decisionsSha256: of.decisionsSha256 }] : []
  const examples = [...differing, ...missing]
  return { name: 'replay', status: examples.length > 0 ? 'fail' : 'pass', checked: compared, violations: examples.length, examples }
}

/** From the first to the last record of the recording, under its own rules: then the digests must be the same. */
function isAll({ recording, spans, isExact }: PreparedReplay, { partitions, isInterrupted }: Lap): boolean {
  const isWhole = (partition: number) => spans[partition].from === 0 && spans[partition].to === (recording.index(partition).last()?.nextOffset ?? 0)
  return isExact && !isInterrupted && partitions.every(({ partition, beganAt }) => beganAt === 0 && isWhole(partition))
}

function sameLaps(laps: readonly Lap[]): InvariantResult {
  const whole = laps.filter(({ isInterrupted }) => !isInterrupted)
  const others = whole.map(({ decisionsSha256 }, index) => ({ place: `lap ${index + 1}`, problem: 'its decisions differ from those of the first', decisionsSha256 })).filter((lap) => lap.decisionsSha256 !== whole[0].decisionsSha256)
  return { name: 'laps', status: others.length > 0 ? 'fail' : 'pass', checked: whole.length, violations: others.length, examples: others.slice(0, 5) }
}

function recordedDigest(runDir: string): string | null {
  try {
    const { run } = JSON.parse(readFileSync(join(runDir, 'run.json'), 'utf8')) as RunDocument
    return run.decisionsSha256
  } catch {
    return null
  }
}

const sum = ({ partitions }: Lap, of: (partition: Lap['partitions'][number]) => number): number => partitions.reduce((total, partition) => total + of(partition), 0)
