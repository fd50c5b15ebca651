import { metricRule } from '../metric-names.ts'
import type { MetricsMap, ThresholdResult } from '../run-document.ts'
import { isSaturated, rateToTry } from '../saturation.ts'
import { holds, type Threshold } from './threshold.ts'

/**
 * Judges every threshold by the document's metrics. Names in `unknown` are metrics whose check could not finish.
 * No data is a failure: a threshold that could not fail would prove nothing.
 */
export function evaluateThresholds(thresholds: readonly Threshold[], metrics: MetricsMap, unknown: readonly string[] = []): readonly ThresholdResult[] {
  return thresholds.map((threshold) => {
    const { key, metric, expression } = threshold
    const actual = valueOf(threshold, metrics)
    const isUnknown = unknown.includes(metric) || unknown.includes(key)
    return { metric: key, expression, actual, ...judge(threshold, actual, isUnknown, metrics) }
  })
}

function judge(threshold: Threshold, actual: number | null, isUnknown: boolean, metrics: MetricsMap): Pick<ThresholdResult, 'status' | 'message'> {
  const { key, expression, aggregation } = threshold
  // What a check found stays found, even if it could not look at everything.
  if (isUnknown && (actual === null || holds(threshold, actual))) return { status: 'unknown', message: `the check behind ${key} could not finish` }
  if (actual === null) return { status: 'fail', message: `no data: nothing was recorded for ${aggregation} of ${key}, so nothing shows that ${expression}` }
  if (holds(threshold, actual)) return { status: 'pass', message: `${aggregation} of ${key} is ${actual}` }
  const missed = `${aggregation} of ${key} is ${actual}, not ${expression.slice(aggregation.length)}`
  if (isSaturated(metrics) && !metricRule(threshold.metric).fromChecks) return { status: 'unknown', message: `${missed}, but the generator was the limit, not the pipeline; ${rateToTry(metrics)}` }
  return { status: 'fail', message: threshold.metric === 'achieved_ratio' ? `${missed}; ${rateToTry(metrics)}` : missed }
}

function valueOf({ key, aggregation }: Threshold, metrics: MetricsMap): number | null {
  if (!Object.hasOwn(metrics, key)) return null
  const value: unknown = new Map(Object.entries(metrics[key].values)).get(aggregation)
  return typeof value === 'number' && Number.isFinite(value) ? value : null
}
