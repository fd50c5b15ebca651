import { accessSync, constants, lstatSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { renderSummary } from '../reports/formats/summary.ts'
import { writeReport } from '../reports/write-report.ts'
import { UserError } from './user-error.ts'

/** A copy of one of the run's reports, somewhere else. */
export interface ReportCopy {
  readonly kind: string
  readonly path: string
}

/** How each kind of report comes out of a run folder. */
const KINDS: Readonly<Record<string, (runDir: string) => string>> = {
  json: (runDir) => readFileSync(join(runDir, 'run.json'), 'utf8'),
  text: (runDir) => renderSummary(JSON.parse(KINDS.json(runDir))),
  hgrm: (runDir) => readFileSync(join(runDir, 'latency.hgrm'), 'utf8'),
  hlog: (runDir) => readFileSync(join(runDir, 'latency.hlog'), 'utf8'),
  html: (runDir) => readFileSync(join(runDir, 'report.html'), 'utf8'),
}

export const REPORT_KINDS: readonly string[] = Object.keys(KINDS)

/** Asked before the run: nobody wants to hear of a bad path after it. */
export function checkReportPaths(copies: readonly ReportCopy[]): void {
  for (const { kind, path } of copies) {
    if (lstatSync(path, { throwIfNoEntry: false })?.isDirectory()) throw refusal(kind, path, `${path} is a folder`)
    try {
      accessSync(dirname(resolve(path)), constants.W_OK | constants.X_OK)
    } catch {
      throw refusal(kind, path, `you cannot write in ${dirname(resolve(path))}`)
    }
  }
}

export function copyReports(runDir: string, copies: readonly ReportCopy[]): void {
  for (const { kind, path } of copies) writeReport(path, KINDS[kind](runDir))
}

function refusal(kind: string, path: string, message: string): UserError {
  const rule = 'a file in a folder that is there and that you may write to'
  return new UserError({ code: 'bad_report_path', message, place: '--report', value: `${kind}=${path}`, rule, fix: `make the folder, or choose another path`, exitCode: 2 })
}
