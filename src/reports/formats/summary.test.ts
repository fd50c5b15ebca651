import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { gaugeMetric } from '../metrics.ts'
import { renderSummary } from './summary.ts'
import { documentOf, invariant } from '../testing/sample-document.ts'

const failed = documentOf({
  thresholds: [
    { metric: 'decision_latency', expression: 'p(99)<100', actual: 812.5, status: 'fail', message: 'p(99) of decision_latency is 812.5, not <100' },
    { metric: 'stale_reads', expression: 'count==0', actual: null, status: 'fail', message: 'no data: nothing was recorded' },
    { metric: 'lost', expression: 'count==0', actual: null, status: 'unknown', message: 'the check behind lost could not finish' },
  ],
  invariants: [invariant('duplicate_effects', 'fail', 12), invariant('lost', 'unknown')],
  faults: [
    { spec: 'cache:down@40s+10s', startedAtMs: 40_000, endedAtMs: 50_000, injected: null, eligible: null, recoveryMs: null },
    { spec: 'log:duplicate~0.05', startedAtMs: 0, endedAtMs: 60_000, injected: 59_800, eligible: 1_200_000, recoveryMs: 0 },
    { spec: 'bolt.price:crash@55s', startedAtMs: null, endedAtMs: null, injected: 0, eligible: 1, recoveryMs: null },
  ],
  metrics: { 'recovery_time{fault:cache:down@40s+10s}': gaugeMetric('recovery_time', null), recovery_time: gaugeMetric('recovery_time', 1200) },
  verdict: 'fail',
  exitCode: 99,
})

describe('renderSummary', () => {
  it('shows a run that passed', () => {
    expect(renderSummary(documentOf())).toBe(`  flash-sale  seed 1, target embedded, 60 s, run r1

  THRESHOLDS
  ✓ decision_latency: p(99)<100......: p(99)=99.007

  INVARIANTS
  ✓ lost.............................: 0 of 30,000
  ✓ duplicate_effects................: 0 of 30,000
  ✓ margin_breaches_published........: 0 of 30,000
  ✓ reexecution......................: 0 of 30,000

  FAULTS
    bolt.price:crash@30s.............: at 30 s, hit 1 of 1, recovered after 812 ms

  METRICS
    events_processed.................: 1,200,000  20,000/s
    decision_latency.................: avg=50.5 ms  min=1 ms  med=50.02 ms  max=100.03 ms  p(90)=90.05 ms  p(95)=95.04 ms  p(99)=99.01 ms  p(99.9)=100.03 ms  count=100
    lag..............................: 3  min=3  max=3

  ✓ verdict: pass (exit code 0, run folder .promo/runs/r1)
`)
  })

  it.each<[sentence: string, line: RegExp]>([
    ['a threshold that failed, with what was measured', /^ {2}✗ decision_latency: p\(99\)<100\.+: p\(99\)=812\.5 \(.*not <100\)$/m],
    ['a threshold without data', /^ {2}✗ stale_reads: count==0\.+: no data: nothing was recorded$/m],
    ['a threshold that is unknown', /^ {2}\? lost: count==0\.+: the check behind lost could not finish$/m],
    ['an invariant that failed, with its first example', /^ {2}✗ duplicate_effects\.+: 12 of 30,000, first at log\/3:120: seen twice, sku SKU-1$/m],
    ['an invariant that is unknown', /^ {2}\? lost\.+: 0 of 30,000, could not finish$/m],
    ['a fault without counts and without recovery', /^ {4}cache:down@40s\+10s\.+: 40 s to 50 s, no recovery seen$/m],
    ['a fault that hit records', /^ {4}log:duplicate~0\.05\.+: 0 ms to 60 s, hit 59,800 of 1,200,000, recovered after 0 ms$/m],
    ['a fault that never happened', /^ {4}bolt\.price:crash@55s\.+: never happened$/m],
    ['a gauge without value', /^ {4}recovery_time\{fault:cache:down@40s\+10s\}\.+: not known$/m],
    ['a gauge in ms', /^ {4}recovery_time\.+: 1,200 ms {2}min=1,200 {2}max=1,200$/m],
    ['the verdict', /^ {2}✗ verdict: fail \(exit code 99, run folder \.promo\/runs\/r1\)\n$/m],
  ])('shows %s', (_sentence, line) => {
    expect(renderSummary(failed)).toMatch(line)
  })

  it('leads all dots to one column', () => {
    const columns = renderSummary(failed).split('\n').filter((line) => /\.{3,}:/.test(line)).map((line) => line.search(/\.: /))
    expect(columns.length).toBeGreaterThan(8)
    expect(new Set(columns).size).toBe(1)
  })

  it('has colours only where it is told so, and the same words', () => {
    const coloured = renderSummary(failed, true)
    expect(renderSummary(failed)).not.toContain('\u001B')
    expect(coloured).toContain('\u001B[31m✗\u001B[0m')
    expect(stripVTControlCharacters(coloured)).toBe(renderSummary(failed))
  })

  it('lets no text of the run steer the terminal', () => {
    const document = documentOf({ invariants: [{ ...invariant('lost', 'fail', 1), examples: [{ place: 'p', problem: 'x', sku: 'A\u001B[2J\nB' }] }] })
    expect(renderSummary(document)).toContain('sku A\uFFFD[2J\uFFFDB')
  })

  it('leaves empty groups out', () => {
    expect(renderSummary(documentOf({ faults: [], thresholds: [] }))).not.toMatch(/FAULTS|THRESHOLDS/)
  })
})
