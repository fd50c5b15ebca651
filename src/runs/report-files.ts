import { accessSync, constants, copyFileSync, lstatSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { UserError } from './user-error.ts'

/** A copy of one of the run's reports, somewhere else. */
export interface ReportCopy {
  readonly kind: string
  readonly path: string
}

/** Kinds of reports, and the file of the run folder that each of them is. */
const FILES: Readonly<Record<string, string>> = { json: 'run.json', hgrm: 'latency.hgrm', hlog: 'latency.hlog' }

export const REPORT_KINDS: readonly string[] = Object.keys(FILES)

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
  for (const { kind, path } of copies) copyFileSync(join(runDir, FILES[kind]), path)
}

function refusal(kind: string, path: string, message: string): UserError {
  const rule = 'a file in a folder that is there and that you may write to'
  return new UserError({ code: 'bad_report_path', message, place: '--report', value: `${kind}=${path}`, rule, fix: `make the folder, or choose another path`, exitCode: 2 })
}
