import { describe, expect, it } from 'vitest'
import { counterMetric, gaugeMetric, histogramMetric } from '../metrics.ts'
import { Histogram } from '../histogram.ts'
import type { MetricsMap, Status } from '../run-document.ts'
import { evaluateThresholds } from './evaluate.ts'
import { parseThreshold } from './parse.ts'

const latency = new Histogram()
for (let ms = 1; ms <= 100; ms++) latency.record(ms * 10)
const metrics: MetricsMap = {
  events_sent: counterMetric('events_sent', 151_234, 10_000),
  lost: counterMetric('lost', 3, 10_000),
  achieved_ratio: gaugeMetric('achieved_ratio', 0.97),
  'recovery_time{fault:cache:down}': gaugeMetric('recovery_time{fault:cache:down}', null),
  decision_latency: histogramMetric('decision_latency', latency, [97.5]),
  'decision_latency{phase:recovery}': histogramMetric('decision_latency{phase:recovery}', new Histogram()),
}
const judge = (text: string, over: MetricsMap = metrics, unknown: readonly string[] = []) =>
  evaluateThresholds([parseThreshold(text, { place: '--threshold', exitCode: 2 })], over, unknown)[0]

describe('evaluateThresholds', () => {
  it.each<[text: string, status: Status, actual: number | null, message: RegExp]>([
    ['lost: count==0', 'fail', 3, /^count of lost is 3, not ==0$/],
    ['lost: count==3', 'pass', 3, /^count of lost is 3$/],
    ['lost: count!=3', 'fail', 3, /not !=3/],
    ['lost: count<=3', 'pass', 3, /./],
    ['lost: count<3', 'fail', 3, /./],
    ['lost: count>=3', 'pass', 3, /./],
    ['lost: count>3', 'fail', 3, /./],
    ['events_sent: rate>15000', 'pass', 15_123.4, /rate of events_sent is 15123.4/],
    ['achieved_ratio: value>=0.99', 'fail', 0.97, /value of achieved_ratio is 0.97, not >=0.99/],
    ['achieved_ratio: min>=0.9', 'pass', 0.97, /./],
    ['decision_latency: p(99)<1', 'pass', 0.99, /./],
    ['decision_latency: p(97.5)<0.9', 'fail', 0.98, /p\(97\.5\) of decision_latency is 0\.98/],
    ['decision_latency: count==100', 'pass', 100, /./],
    ['decision_latency: p(12)<1', 'fail', null, /^no data/],
    ['decision_latency{phase:recovery}: p(99)<1', 'fail', null, /^no data: nothing was recorded for p\(99\) of decision_latency\{phase:recovery\}, so nothing shows that p\(99\)<1$/],
    ['decision_latency{phase:recovery}: count==0', 'pass', 0, /./],
    ['decision_latency{phase:fault}: max<1', 'fail', null, /^no data/],
    ['stale_reads: count==0', 'fail', null, /^no data/],
    ['recovery_time{fault:cache:down}: value<5000', 'fail', null, /^no data/],
  ])('%s: %s', (text, status, actual, message) => {
    const [metric] = text.split(': ')
    expect(judge(text)).toEqual({ metric, expression: text.slice(metric.length + 2), status, actual, message: expect.stringMatching(message) })
  })

  it('knows nothing where the check could not finish, but what it found stays found', () => {
    expect(judge('lost: count<=3', metrics, ['lost'])).toMatchObject({ status: 'unknown', actual: 3, message: 'the check behind lost could not finish' })
    expect(judge('stale_reads: count==0', metrics, ['stale_reads'])).toMatchObject({ status: 'unknown', actual: null })
    expect(judge('lost: count==0', metrics, ['lost'])).toMatchObject({ status: 'fail', actual: 3 })
  })

  it('does not blame the pipeline for what the generator could not do', () => {
    const saturated = { ...metrics, generator_saturated: gaugeMetric('generator_saturated', 1) }
    expect(judge('achieved_ratio: value>=0.99', saturated)).toMatchObject({
      status: 'unknown',
      actual: 0.97,
      message: 'value of achieved_ratio is 0.97, not >=0.99, but the generator was the limit, not the pipeline; try --rate 13000',
    })
    expect(judge('decision_latency: p(99)<1', saturated)).toMatchObject({ status: 'pass' })
    expect(judge('lost: count==0', saturated)).toMatchObject({ status: 'fail' })
  })
})
