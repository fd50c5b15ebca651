import { describe, expect, it } from 'vitest'
import { Histogram } from './histogram.ts'
import { REPORT_KINDS } from './report-kinds.ts'
import { documentOf } from './testing/sample-document.ts'
import { reportDataOf } from './testing/sample-report-data.ts'

describe('REPORT_KINDS', () => {
  it.each(Object.keys(REPORT_KINDS))('%s is made of any run, an empty one too, and ends with a newline', (kind) => {
    const text = REPORT_KINDS[kind].render({ document: documentOf(), latency: new Histogram(), seconds: [{ second: 0, histogram: new Histogram() }], data: reportDataOf() })
    expect(text).toMatch(/\S\n$/)
    // Code that the page brings along may say such words.
    expect(text.replaceAll(/<(script|style)>.*?<\/\1>/gs, '')).not.toMatch(/NaN|undefined|Infinity/)
  })
})
