import { didYouMean } from '../engine/kernel/nearest-word.ts'
import { UserError } from '../engine/kernel/user-error.ts'
import { REPORT_KINDS } from './report-kinds.ts'

/** One report that was asked for. */
export interface WantedReport {
  readonly kind: string
  readonly path: string
}

const RULE = `kind=path, with kind one of ${Object.keys(REPORT_KINDS).join(', ')}`

/** `hgrm=latency.hgrm` of `--report`. */
export function parseReport(text: string): WantedReport {
  const [kind, ...rest] = text.split('=')
  const path = rest.join('=')
  const refuse = (code: string, message: string, fix: string) => new UserError({ code, message, place: '--report', value: text, rule: RULE, fix, exitCode: 2 })
  if (!Object.hasOwn(REPORT_KINDS, kind)) throw refuse('unknown_report', `there is no report "${kind}"`, didYouMean(kind, Object.keys(REPORT_KINDS)) || 'for example json=run.json')
  if (path === '' || path.includes('\0')) throw refuse('bad_report', `"${text}" does not say where the report goes`, `for example ${kind}=report.${kind}`)
  return { kind, path }
}
