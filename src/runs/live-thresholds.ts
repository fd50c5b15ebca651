import { counterMetric, gaugeMetric, histogramMetric } from '../reports/metrics.ts'
import type { NameOf } from '../reports/metric-names.ts'
import type { Metric, MetricsMap } from '../reports/run-document.ts'
import { percentOf } from '../reports/thresholds/aggregation.ts'
import { evaluateThresholds } from '../reports/thresholds/evaluate.ts'
import type { Threshold } from '../reports/thresholds/threshold.ts'
import type { LiveProgress } from './live-run.ts'
import type { ThresholdView } from './progress.ts'

/** Counters that the pipeline's threads keep under the metric's own name. */
const COUNTED = ['decisions', 'prices_published', 'margin_breaches_prevented', 'revenue_minor', 'late_events'] as const satisfies readonly NameOf<'counter'>[]

/** Every threshold as it stands now; what only the checks or the whole run can tell is left for later. */
export function thresholdsNow(thresholds: readonly Threshold[], live: LiveProgress): readonly ThresholdView[] {
  const metrics = metricsNow(thresholds, live)
  return thresholds.map((threshold) => {
    const { key: metric, expression } = threshold
    if (!Object.hasOwn(metrics, metric)) return { metric, expression, actual: null, status: 'later' }
    const [{ actual, status }] = evaluateThresholds([threshold], metrics)
    return { metric, expression, actual, status: actual === null ? 'later' : status === 'pass' ? 'holds' : 'fails' }
  })
}

function metricsNow(thresholds: readonly Threshold[], { elapsedMs, counts, latency, reader, achievedRatio, lag }: LiveProgress): MetricsMap {
  const counter = (name: NameOf<'counter'>, count: number): readonly [string, Metric] => [name, counterMetric(name, count, elapsedMs)]
  const percents = thresholds.filter(({ key }) => key === 'decision_latency').map(({ aggregation }) => percentOf(aggregation))
  return Object.fromEntries([
    ...COUNTED.map((name) => counter(name, counts[name] ?? 0)),
    ...(reader ? [counter('price_reads', reader.reads), counter('price_read_fallbacks', reader.fallbacks)] : []),
    ['decision_latency', histogramMetric('decision_latency', latency.total(), percents.filter((percent) => percent !== null))],
    ['achieved_ratio', gaugeMetric('achieved_ratio', achievedRatio)],
    ['lag', gaugeMetric('lag', lag)],
  ])
}
