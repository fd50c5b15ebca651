import { describe, expect, it } from 'vitest'
import { exitCodeOf, gravestOf, type Incidents } from './exit-code.ts'
import { counterMetric, gaugeMetric } from './metrics.ts'
import type { MetricsMap, Status } from './run-document.ts'
import { judgeRun } from './verdict.ts'

const threshold = (status: Status) => ({ metric: 'decision_latency', expression: 'p(99)<100', actual: 1, status, message: '' })
const invariant = (status: Status) => ({ name: 'lost', status, checked: 1, violations: 0, examples: [] })
const saturated: MetricsMap = { generator_saturated: gaugeMetric('generator_saturated', 1), events_sent: counterMetric('events_sent', 99_999, 10_000) }
const keptUp: MetricsMap = { generator_saturated: gaugeMetric('generator_saturated', 0) }

describe('judgeRun', () => {
  it.each<[sentence: string, thresholds: Status[], invariants: Status[], metrics: MetricsMap, verdict: Status, message: RegExp]>([
    ['all held', ['pass', 'pass'], ['pass'], keptUp, 'pass', /^2 thresholds and 1 invariant held$/],
    ['a threshold failed', ['pass', 'fail'], ['pass'], keptUp, 'fail', /^not held: decision_latency: p\(99\)<100$/],
    ['an invariant failed', ['pass'], ['fail'], keptUp, 'fail', /^not held: lost$/],
    ['a threshold is unknown', ['unknown'], ['pass'], keptUp, 'unknown', /^could not be judged: decision_latency/],
    ['an invariant is unknown', ['pass'], ['unknown'], keptUp, 'unknown', /^could not be judged: lost$/],
    ['one failed and one is unknown', ['unknown'], ['fail'], keptUp, 'fail', /^not held: lost$/],
    ['the generator was the limit', ['pass'], ['pass'], saturated, 'unknown', /generator was the limit.*nothing about the pipeline; try --rate 8900$/],
    ['the generator was the limit and a threshold missed for it', ['unknown'], ['pass'], saturated, 'unknown', /generator was the limit/],
    ['the generator was the limit and something was lost', ['pass'], ['fail'], saturated, 'fail', /^not held: lost$/],
    ['the generator was the limit of a run that sent nothing', ['pass'], ['pass'], { generator_saturated: saturated.generator_saturated }, 'unknown', /try a lower --rate$/],
    ['nothing was judged', [], [], keptUp, 'unknown', /nothing was judged/],
  ])('%s', (_sentence, thresholds, invariants, metrics, verdict, message) => {
    expect(judgeRun({ thresholds: thresholds.map(threshold), invariants: invariants.map(invariant), metrics })).toEqual({ verdict, message: expect.stringMatching(message) })
  })
})

describe('exitCodeOf', () => {
  it.each<[verdict: Status, incidents: Incidents, code: number]>([
    ['pass', {}, 0],
    ['fail', {}, 99],
    ['unknown', {}, 99],
    ['fail', { lacksEnvironment: true }, 106],
    ['pass', { isInterrupted: true }, 105],
    ['fail', { isInterrupted: true, lacksEnvironment: true }, 105],
    ['pass', { isBroken: true }, 107],
    ['fail', { isBroken: true, isInterrupted: true, lacksEnvironment: true }, 107],
  ])('a verdict of %s with %j is %i', (verdict, incidents, code) => {
    expect(exitCodeOf(verdict, incidents)).toBe(code)
  })

  it('takes the gravest of several', () => {
    expect(gravestOf([0, 99, 105, 106])).toBe(105)
    expect(gravestOf([])).toBe(0)
  })
})
