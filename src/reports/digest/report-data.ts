import type { RunDigest } from './run-digest.ts'

/** What stands in report-data.json: with run.json and latency.hlog, all that report.html is made of. */
export interface ReportData {
  readonly schemaVersion: 1
  readonly scenario: {
    readonly summary: string
    /** Virtual epoch ms at which the traffic began. */
    readonly startsAt: number
    readonly timeZone: string
    readonly stores: number
    readonly floorMarginBps: number
  }
  /** Events in each second of the run. */
  readonly rates: {
    readonly planned: readonly number[]
    /** null where nobody is left who knows: the run was killed. */
    readonly sent: readonly number[] | null
  }
  readonly digest: RunDigest
}
