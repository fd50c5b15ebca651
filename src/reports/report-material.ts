import type { ReportData } from './digest/report-data.ts'
import type { Second } from './formats/hlog.ts'
import type { Histogram } from './histogram.ts'
import type { RunDocument } from './run-document.ts'

/** What reports are made of. */
export interface ReportMaterial {
  readonly document: RunDocument
  /** `decision_latency` of the whole run. */
  readonly latency: Histogram
  /** The same, second by second. */
  readonly seconds: readonly Second[]
  readonly data: ReportData
}
