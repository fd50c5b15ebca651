import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Histogram } from '../../histogram.ts'
import type { RunDocument } from '../../run-document.ts'
import { documentOf, invariant } from '../../testing/sample-document.ts'
import { longRun } from '../../testing/long-run.ts'
import { changeOf, digestOf, reportDataOf, sellerOf } from '../../testing/sample-report-data.ts'
import { renderReport } from './render-report.ts'

const EVIL = '</script><img src=x onerror=alert(1)>'

function rendered(document: Partial<RunDocument> = {}, digest = digestOf()): string {
  const latency = new Histogram()
  latency.record(4200)
  return renderReport({ document: documentOf(document), latency, seconds: [{ second: 0, histogram: latency }], data: reportDataOf({ digest }) })
}

/** What stands between tags, on one line. */
const textOf = (page: string) => page.replaceAll(/<(script|style)[^>]*>.*?<\/\1>/gs, '').replaceAll(/<[^>]+>/g, ' ').replaceAll(/\s+/g, ' ')

describe('report.html', () => {
  it('given a run that passed, then it says so, what broke, how long it took and what was cut', () => {
    const text = textOf(rendered())
    for (const said of ['Passed', '1 threshold and 4 invariants held', 'bolt.price:crash@30s', '812 ms', '1 SKU did not keep', 'Kettle', '15 % 10 %']) expect(text).toContain(said)
  })

  it('given a run that failed, then the page begins with why, and the mark is not colour alone', () => {
    const text = textOf(rendered({ verdict: 'fail', exitCode: 99, invariants: [invariant('margin_breaches_published', 'fail', 3)] }))
    expect(text).toMatch(/✗ Failed flash-sale Not held: margin_breaches_published/)
    expect(text).toContain('3 prices were published under the margin floor')
  })

  it('given a fault that never struck, or a recovery that was not seen, then it says which', () => {
    const fault = { spec: 'a', startedAtMs: 30_000, endedAtMs: 30_000, injected: 1, eligible: 1, recoveryMs: null }
    const text = textOf(rendered({ faults: [fault, { ...fault, startedAtMs: null }, { ...fault, startedAtMs: 58_000, endedAtMs: 58_000 }, { ...fault, recoveryMs: 0 }] }))
    for (const said of ['not before the end', 'never struck', 'less than 5 s were left', 'at once']) expect(text).toContain(said)
  })

  it('given names that are code, then nothing of them is', () => {
    const evil = changeOf({ name: EVIL, cause: { type: EVIL, id: EVIL }, explanation: { ...changeOf().explanation, sku: EVIL, store: EVIL, decisionId: EVIL, reasonCode: EVIL } })
    const page = rendered({ faults: [{ ...documentOf().faults[0], spec: EVIL }], run: { ...documentOf().run, id: EVIL, command: EVIL, scenario: EVIL, runDir: EVIL } }, digestOf({ changes: [evil], sellers: [sellerOf({ name: EVIL, sku: EVIL })], prevented: { [EVIL]: 1 } }))
    expect(page).not.toContain(EVIL)
    expect(page).not.toContain('<img')
  })

  it('allows its own scripts and styles alone, and names no address', () => {
    const page = rendered()
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)![1].replaceAll('&#39;', "'")
    const hashes = [...page.matchAll(/<(?:script|style)>(.*?)<\/(?:script|style)>/gs)].map(([, code]) => `'sha256-${createHash('sha256').update(code).digest('base64')}'`)
    expect(hashes).toHaveLength(6)
    expect(hashes.filter((hash) => !policy.includes(hash))).toEqual([])
    expect(policy).toMatch(/^default-src 'none';/)
    expect(page).not.toMatch(/(?:src|href|action)="(?!#)/)
  })

  it('given a run that was killed, then it tells what the log knows and says what is missing', () => {
    const data = reportDataOf({ rates: { planned: [10, 10], sent: null } })
    const text = textOf(renderReport({ document: documentOf({ metrics: {} }), latency: new Histogram(), seconds: [], data }))
    expect(text).toContain('Latencies are written at the end of a run; this one was killed before.')
    expect(text).toContain('How many were sent in time is not known')
  })

  it('given a recording of days, whose seconds no call could take as its arguments, then there is a page, and it stays under 3 MB', () => {
    const seconds = Array<number>(500_000).fill(3)
    const data = reportDataOf({ rates: { planned: seconds, sent: seconds }, digest: digestOf({ processed: seconds }) })
    const page = renderReport({ document: documentOf(), latency: new Histogram(), seconds: [], data })
    expect(textOf(page)).toContain('1,500,000 events were due, at most 3 in one second.')
    expect(page.length).toBeLessThan(3 * 1024 * 1024)
  })

  it('given ten minutes, then it stays under 3 MB', () => {
    expect(renderReport(longRun()).length).toBeLessThan(3 * 1024 * 1024)
  })
})
