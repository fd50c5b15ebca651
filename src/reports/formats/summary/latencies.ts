import { METRIC_NAMES, metricKey, metricRule, nameInKey, PHASES, type MetricName } from '../../metric-names.ts'
import type { HistogramValues, MetricsMap } from '../../run-document.ts'
import type { Paint } from '../paint.ts'
import { milliseconds, number } from '../texts.ts'
import { layOutTable } from './lay-out.ts'

const DECISION: MetricName = 'decision_latency'
/** Shown with the margins. */
export const EXPOSURE: MetricName = 'margin_exposure_ms'
const PERCENTILES = ['med', 'p(90)', 'p(95)', 'p(99)', 'p(99.9)', 'max'] as const
const SHORT = ['med', 'p(95)', 'p(99)', 'max'] as const

/** Decision latency, its phases side by side: what a fault costs is seen across the line. */
export function phaseTable(metrics: MetricsMap, paint: Paint): readonly string[] {
  const whole = measured(metrics, DECISION)
  if (!whole) return []
  const phases = PHASES.map((phase) => [phase, measured(metrics, metricKey(DECISION, { phase }))] as const).filter((entry): entry is readonly [typeof entry[0], HistogramValues] => entry[1] !== undefined)
  const columns: readonly (readonly [string, HistogramValues])[] = [['whole run', whole], ...(phases.length > 1 ? phases : [])]
  const rows = PERCENTILES.map((name) => ({ label: name, cells: columns.map(([, values]) => latency(values[name])) }))
  const events = { label: 'events', cells: columns.map(([, { count }]) => number(count)) }
  return layOutTable(DECISION, columns.map(([name]) => name), [...rows, events], paint)
}

/** The other times, one a line. */
export function stepTable(metrics: MetricsMap, paint: Paint): readonly string[] {
  const keys = Object.keys(metrics).filter((key) => ![DECISION, EXPOSURE].includes(nameInKey(key) as MetricName) && isTime(key) && measured(metrics, key))
  const rows = keys.map((key) => ({ label: key, cells: SHORT.map((name) => latency(measured(metrics, key)![name])) }))
  return rows.length === 0 ? [] : layOutTable('OTHER TIMES', SHORT, rows, paint)
}

/** Whether a metric is a histogram of durations. */
export function isTime(key: string): boolean {
  const name = METRIC_NAMES.find((each) => each === nameInKey(key))
  return name !== undefined && metricRule(name).type === 'histogram' && metricRule(name).unit === 'ms'
}

/** Of a histogram that something was recorded in. */
function measured(metrics: MetricsMap, key: string): HistogramValues | undefined {
  const metric = metrics[key]
  return metric?.type === 'histogram' && metric.values.count > 0 ? metric.values : undefined
}

/** Histograms count whole microseconds: 0 is less than half of one. */
export function latency(ms: number | null): string {
  if (ms === null) return '–'
  return ms === 0 ? '<1 µs' : milliseconds(ms)
}
