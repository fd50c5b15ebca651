import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import { type MetricName, metricRule, type MetricType } from '../metric-names.ts'
import type { Refuse } from './threshold.ts'

const AGGREGATIONS: Readonly<Record<MetricType, readonly string[]>> = {
  counter: ['count', 'rate'],
  gauge: ['value', 'min', 'max'],
  histogram: ['avg', 'min', 'med', 'max', 'p(N)', 'count'],
}

const PERCENTILE = /^p\((\d{1,3}(?:\.\d{1,6})?)\)$/

/** The name of the value that is asked for, in its one form: `p(99.90)` is `p(99.9)`. */
export function readAggregation(metric: MetricName, text: string, refuse: Refuse): string {
  const { type } = metricRule(metric)
  const known = AGGREGATIONS[type]
  if (type === 'histogram' && /^p\(.*\)$/.test(text)) return readPercentile(text, refuse)
  if (text !== 'p(N)' && known.includes(text)) return text
  const rule = `${metric} is a ${type}, which has ${known.join(', ')}`
  return refuse(text, { code: 'bad_aggregation', message: `${metric} has no "${text}"`, rule, fix: didYouMean(text, known) || `for example ${known[0]}` })
}

/** The N of `p(N)`, or null for other aggregations. */
export function percentOf(aggregation: string): number | null {
  const match = PERCENTILE.exec(aggregation)
  return match ? Number(match[1]) : null
}

function readPercentile(text: string, refuse: Refuse): string {
  const percent = percentOf(text)
  if (percent !== null && percent <= 100) return `p(${percent})`
  return refuse(text, { code: 'bad_aggregation', message: `"${text}" is no percentile`, rule: 'p(N) with N from 0 to 100, up to 6 decimals', fix: 'for example p(99.9)' })
}
