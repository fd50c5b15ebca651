import { beforeAll, describe, expect, it } from 'vitest'
import type { RunDocument } from '../reports/run-document.ts'
import { emptyFolder } from '../testing/promo-cli.ts'
import { planScenario } from './plan-scenario.ts'
import type { LiveView, Progress } from './progress.ts'
import { simulate } from './simulate.ts'

/** What was seen of a real run while it went on, held against what its report says at the end. */
describe('the view of a live run', () => {
  const seen: Progress[] = []
  let document: RunDocument
  let last: LiveView

  beforeAll(async () => {
    const scenario = await planScenario('flash-sale', { rate: 2000, skus: 200, stores: 2, durationMs: 9000, faults: ['bolt.price:crash@2s', 'cache:down@3s+500ms'] })
    const signal = new AbortController().signal
    document = (await simulate({ scenario, outDir: emptyFolder(), command: '', signal, maxTimeMs: null, isDetailed: true, onProgress: (progress) => seen.push(progress) })).document
    last = seen.findLast(({ live }) => live)!.live!
  }, 60_000)

  const values = (name: string) => document.metrics[name].values as unknown as Readonly<Record<string, number>>

  it('has every second, with its rate and its latency', () => {
    expect(last.seconds).toHaveLength(9)
    for (const { planned, sent } of last.seconds.slice(0, 8)) expect([planned, Math.abs(sent - 2000) < 300]).toEqual([2000, true])
    for (const { p50Ms, p99Ms } of last.seconds.slice(0, 7)) expect(p99Ms).toBeGreaterThanOrEqual(p50Ms ?? NaN)
  })

  it('knows the latency of the whole run as the report does', () => {
    const judged = last.thresholds.find(({ metric, expression }) => metric === 'decision_latency' && expression.startsWith('p(99)'))
    expect(judged?.status).not.toBe('later')
    expect(judged!.actual! / values('decision_latency')['p(99)']).toBeGreaterThan(0.5)
    expect(judged!.actual! / values('decision_latency')['p(99)']).toBeLessThan(2)
  })

  it('leaves to the checks what only they know', () => {
    expect(last.thresholds.find(({ metric }) => metric === 'margin_breaches_published')?.status).toBe('later')
  })

  it('names the bolts, counts reads and fallbacks, and shows what the guard cut', () => {
    expect(last.bolts.map(({ name }) => name)).toEqual(expect.arrayContaining(['spout', 'price', 'decide', 'publish']))
    expect(last.reads.reads).toBeGreaterThan(100)
    expect(last.reads.fallbacks).toBeGreaterThan(0)
    expect(last.cuts[0].cutMinor).toBeGreaterThan(0)
    expect(last.cuts[0].askedBps).toBeGreaterThan(last.cuts[0].givenBps)
  })

  it('shows each fault on the timeline, and its recovery once it is seen', () => {
    expect(last.faults.map(({ spec, startMs, endMs }) => [spec, startMs, endMs])).toEqual([['bolt.price:crash@2s', 2000, 2000], ['cache:down@3s+500ms', 3000, 3500]])
    expect(seen.find(({ live }) => live)!.live!.faults[0].recoveryMs).toBeNull()
  })
})
