import { stripVTControlCharacters } from 'node:util'
import { describe, expect, it } from 'vitest'
import { Histogram } from '../histogram.ts'
import { counterMetric, gaugeMetric, histogramMetric } from '../metrics.ts'
import { renderSummary } from './summary.ts'
import { documentOf, invariant } from '../testing/sample-document.ts'

function times(fromUs: number, toUs: number, stepUs = 1000) {
  const histogram = new Histogram()
  for (let us = fromUs; us <= toUs; us += stepUs) histogram.record(us)
  return histogramMetric('decision_latency', histogram)
}

function margins() {
  const histogram = new Histogram('bps')
  for (const bps of [3000, 3356, 5466]) histogram.record(bps)
  return histogram
}

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
  metrics: {
    'decision_latency': times(1000, 100_000),
    'decision_latency{phase:steady}': times(1000, 20_000),
    'decision_latency{phase:fault}': times(40_000, 100_000),
    'decision_latency{phase:recovery}': times(20_000, 40_000),
    'bolt_latency{bolt:price}': times(0, 9, 1),
    margin_breaches_prevented: counterMetric('margin_breaches_prevented', 1204, 60_000),
    margin_bps: histogramMetric('margin_bps', margins()),
    margin_exposure_ms: times(200, 900, 100),
    events_planned: counterMetric('events_planned', 1_200_000, 60_000),
    'events_planned{kind:sales}': counterMetric('events_planned', 400_000, 60_000),
    lag: { type: 'gauge', unit: 'records', values: { value: 0, min: 0, max: 165 } },
    events_rejected: counterMetric('events_rejected', 0, 60_000),
    events_quarantined: counterMetric('events_quarantined', 264, 60_000),
    recovery_time: gaugeMetric('recovery_time', 1200),
  },
  verdict: 'fail',
  exitCode: 99,
})

describe('renderSummary', () => {
  it('shows a run that passed', () => {
    expect(renderSummary(documentOf())).toBe(`  flash-sale  seed 1, target embedded, 60 s
  run r1

  THRESHOLDS
  ✓ decision_latency: p(99)<100...: p(99)=99.007

  INVARIANTS
  ✓ lost........................: 0 violations in 30,000 checked
  ✓ duplicate_effects...........: 0 violations in 30,000 checked
  ✓ margin_breaches_published...: 0 violations in 30,000 checked
  ✓ reexecution.................: 0 violations in 30,000 checked

  FAULTS
    bolt.price:crash@30s.......: at 30 s  hit 1 of 1  recovered in 812 ms

  decision_latency                whole run
    med........................:   50.02 ms
    p(90)......................:   90.05 ms
    p(95)......................:   95.04 ms
    p(99)......................:   99.01 ms
    p(99.9)....................:  100.03 ms
    max........................:  100.03 ms
    events.....................:        100

  LOAD
    events_processed...........: 1,200,000  20,000/s
    lag........................: 3

  ✓ verdict: pass (exit code 0)
  run folder .promo/runs/r1
`)
  })

  it.each<[sentence: string, lines: RegExp]>([
    ['a threshold that failed, with what was measured and why', /^ {2}✗ decision_latency: p\(99\)<100\.+: p\(99\)=812\.5\n {6}p\(99\) of decision_latency is 812\.5, not <100$/m],
    ['a threshold without data', /^ {2}✗ stale_reads: count==0\.+: no value\n {6}no data: nothing was recorded$/m],
    ['a threshold that is unknown', /^ {2}\? lost: count==0\.+: no value\n {6}the check behind lost could not finish$/m],
    ['an invariant that failed, with its first example', /^ {2}✗ duplicate_effects\.+: 12 violations in 30,000 checked\n {6}first at log\/3:120: seen twice, sku SKU-1$/m],
    ['an invariant that is unknown', /^ {2}\? lost\.+: 0 violations in 30,000 checked\n {6}could not finish$/m],
    ['a fault without counts and without recovery', /^ {4}cache:down@40s\+10s\.+: 40 s to 50 s {2}no recovery seen$/m],
    ['a fault that hit records', /^ {4}log:duplicate~0\.05\.+: 0 ms to 60 s {2}hit 59,800 of 1,200,000\n {6}within its limits throughout$/m],
    ['a fault that never happened', /^ {4}bolt\.price:crash@55s\.+: never happened$/m],
    ['phases side by side', /^ {2}decision_latency +whole run +steady +fault +recovery\n {4}med\.+: +50\.02 ms +10\.01 ms +70\.02 ms +30\.02 ms$/m],
    ['times under a millisecond in microseconds', /^ {4}bolt_latency\{bolt:price\}\.+: +4 µs +9 µs +9 µs +9 µs$/m],
    ['margins in percent', /^ {4}margin_bps\.+: min=30 % {2}med=33\.56 % {2}max=54\.66 %$/m],
    ['how long an old price outlived a new cost', /^ {4}margin_exposure_ms\.+: med=500 µs {2}p\(99\)=900 µs {2}max=900 µs$/m],
    ['a gauge that varied', /^ {4}lag\.+: 0 {2}min=0 {2}max=165$/m],
    ['what has no group of its own', /^ {2}ALSO\n {4}events_quarantined\.+: 264 {2}4\.4\/s$/m],
    ['the verdict', /^ {2}✗ verdict: fail \(exit code 99\)\n {2}run folder \.promo\/runs\/r1\n$/m],
  ])('shows %s', (_sentence, lines) => {
    expect(renderSummary(failed)).toMatch(lines)
  })

  it('leaves out what is told elsewhere, what is 0 without a place of its own, and counts by feed', () => {
    expect(renderSummary(failed)).not.toMatch(/recovery_time|events_rejected|kind:sales/)
  })

  it('fits into 80 columns, whatever it has to say', () => {
    const long = `feed.inventory:${'bad_cost,'.repeat(8)}factor=100@9s+6s~0.3`
    const document = { ...failed, faults: [...failed.faults, { ...failed.faults[1], spec: long }] }
    const wide = renderSummary(document).split('\n').filter((line) => line.length > 80)
    expect(wide).toEqual([`    ${long}`])
  })

  it('leads the dots of a group to one column', () => {
    const [, thresholds] = renderSummary(failed).split('\n\n')
    const columns = thresholds.split('\n').filter((line) => /\.{3,}:/.test(line)).map((line) => line.search(/\.: /))
    expect(columns).toHaveLength(3)
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
    expect(renderSummary(documentOf({ faults: [], thresholds: [] }))).not.toMatch(/FAULTS|THRESHOLDS|MARGIN|ALSO/)
  })
})
