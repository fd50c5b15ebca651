import { renderHlog } from './formats/hlog.ts'
import { renderReport } from './formats/html/render-report.ts'
import { renderJson } from './formats/json.ts'
import { renderSummary } from './formats/summary.ts'
import type { ReportMaterial } from './report-material.ts'

interface ReportKind {
  readonly summary: string
  render(material: ReportMaterial): string
}

/** Every kind of report; `--report kind=path` and help follow from this list. */
export const REPORT_KINDS: Readonly<Record<string, ReportKind>> = {
  json: { summary: 'the document that --json prints', render: ({ document }) => renderJson(document) },
  text: { summary: 'the summary as plain text', render: ({ document }) => renderSummary(document) },
  hgrm: { summary: 'decision latency by percentile, in ms (HdrHistogram)', render: ({ latency }) => latency.distribution() },
  hlog: { summary: 'decision latency second by second (HdrHistogram log 1.3)', render: ({ document, seconds }) => renderHlog(seconds, Date.parse(document.run.startedAt)) },
  html: { summary: 'everything, as one HTML file that works offline', render: renderReport },
}
