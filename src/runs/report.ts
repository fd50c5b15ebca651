import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RunDigest } from '../reports/digest/run-digest.ts'
import type { Second } from '../reports/formats/hlog.ts'
import { mergeHistograms, readHistogramLog } from '../reports/histogram.ts'
import { REPORT_KINDS } from '../reports/report-kinds.ts'
import type { ReportMaterial } from '../reports/report-material.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { writeReport } from '../reports/write-report.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import type { Progress } from './progress.ts'
import { readReportData, reportDataOf } from './report-data.ts'
import type { ReportCopy } from './report-files.ts'
import { UserError } from './user-error.ts'
import { readableFolder, verify } from './verify.ts'

export interface ReportOptions {
  readonly runDir: string
  /** Reports that are wanted somewhere else. */
  readonly copies?: readonly ReportCopy[]
  readonly onProgress: (progress: Progress) => void
}

/** The stored document; of a run that was killed before it had one, what its log proves. */
export async function report(options: ReportOptions): Promise<{ readonly document: RunDocument }> {
  const { runDir, copies = [] } = options
  const file = join(runDir, 'run.json')
  const { document, digest } = existsSync(file) ? { document: readDocument(file), digest: null } : await verify(options)
  if (copies.length === 0) return { document }
  const material = await materialOf(options, document, digest)
  for (const copy of copies) writeCopy(runDir, copy, material)
  return { document }
}

/** All that reports are made of. What a live run would have left is made again from the log, as far as that goes. */
async function materialOf(options: ReportOptions, document: RunDocument, digest: RunDigest | null): Promise<ReportMaterial> {
  const { runDir } = options
  const data = readReportData(runDir) ?? reportDataOf(readableFolder(runDir).scenario as Scenario, digest ?? (await verify(options)).digest)
  return { document, data, ...latencies(runDir, document) }
}

/** The seconds of latency.hlog; together they are the latency of the run. */
export function latencies(runDir: string, { run }: RunDocument): Pick<ReportMaterial, 'latency' | 'seconds'> {
  const file = join(runDir, 'latency.hlog')
  const intervals = existsSync(file) ? readHistogramLog(readFileSync(file, 'utf8')) : []
  const seconds: readonly Second[] = intervals.map(({ startMs, histogram }) => ({ second: Math.round((startMs - Date.parse(run.startedAt)) / 1000), histogram }))
  return { seconds, latency: mergeHistograms(seconds.map(({ histogram }) => histogram)) }
}

function writeCopy(runDir: string, { kind, path }: ReportCopy, material: ReportMaterial): void {
  const needsLatency = kind === 'hgrm' || kind === 'hlog'
  if (needsLatency && material.seconds.length === 0) throw nothingMeasured(runDir, kind, path)
  writeReport(path, REPORT_KINDS[kind].render(material))
}

function nothingMeasured(runDir: string, kind: string, path: string): UserError {
  return new UserError({
    code: 'no_latencies',
    message: 'this run was killed before its latencies were written',
    place: runDir,
    value: `${kind}=${path}`,
    rule: 'a run that came to its end has latency.hlog',
    fix: 'html=report.html shows what the log holds',
    exitCode: 104,
  })
}

function readDocument(file: string): RunDocument {
  const document = parsed(readFileSync(file, 'utf8'))
  if (document?.schemaVersion === 1) return document
  const newer = typeof document?.schemaVersion === 'number'
  throw new UserError({
    code: newer ? 'newer_version' : 'damaged_report',
    message: newer ? `this report is of a newer promo (schemaVersion ${document.schemaVersion})` : 'this is not the report of a run',
    place: file,
    rule: 'run.json as promo writes it, schemaVersion 1',
    fix: newer ? 'update promo' : 'promo verify makes it again from the log',
    exitCode: 104,
  })
}

function parsed(text: string): RunDocument | undefined {
  try {
    return JSON.parse(text) ?? undefined
  } catch {
    return undefined
  }
}
