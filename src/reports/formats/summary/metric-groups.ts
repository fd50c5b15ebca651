import { type MetricName, nameInKey } from '../../metric-names.ts'
import type { Metric, MetricsMap } from '../../run-document.ts'
import { number, percentOfBps } from '../texts.ts'
import { EXPOSURE, isTime, latency } from './latencies.ts'
import type { Line } from './lay-out.ts'

/** Which metrics stand together, in the order in which people look for them. */
const GROUPS: Readonly<Record<string, readonly MetricName[]>> = {
  MARGIN: ['margin_breaches_prevented', 'margin_breaches_published', 'margin_bps', EXPOSURE, 'revenue_minor', 'promo_conversion'],
  LOAD: ['events_planned', 'events_sent', 'events_accepted', 'events_processed', 'events_folded', 'achieved_ratio', 'lag', 'decisions', 'prices_published', 'price_reads', 'price_read_fallbacks'],
}

/** Told elsewhere: by the invariants, and by the faults. */
const TOLD_ELSEWHERE: readonly MetricName[] = ['lost', 'duplicate_effects', 'stale_reads', 'version_regressions', 'recovery_time']

export interface Group {
  readonly heading: string
  readonly lines: readonly Line[]
}

/** What was counted, in groups; a metric without a group of its own is shown where it is not 0. */
export function metricGroups(metrics: MetricsMap): readonly Group[] {
  const grouped = Object.values(GROUPS).flat()
  const keys = Object.keys(metrics).filter((key) => !key.includes('{kind:') && (!isTime(key) || key === EXPOSURE))
  const others = keys.filter((key) => !isAmong(grouped, key) && !isAmong(TOLD_ELSEWHERE, key) && !isNothing(metrics[key]))
  const named = Object.entries(GROUPS).map(([heading, names]) => ({ heading, keys: names.flatMap((name) => keys.filter((key) => nameInKey(key) === name)) }))
  return [...named, { heading: 'ALSO', keys: others }].map(({ heading, keys: shown }) => ({ heading, lines: shown.map((key) => ({ label: key, parts: partsOf(metrics[key]) })) }))
}

const isAmong = (names: readonly string[], key: string): boolean => names.includes(nameInKey(key))

function isNothing({ type, values }: Metric): boolean {
  if (type === 'histogram') return values.count === 0
  return (type === 'counter' ? values.count : values.value) === 0
}

function partsOf({ type, unit, values }: Metric): readonly string[] {
  switch (type) {
    case 'counter':
      return [number(values.count), ...(values.rate && unit !== 'minor units' ? [`${number(values.rate >= 100 ? Math.round(values.rate) : values.rate)}/s`] : [])]
    case 'gauge': {
      const hasVaried = values.min !== values.max
      return [inUnit(values.value, unit), ...(hasVaried ? [`min=${inUnit(values.min, unit)}`, `max=${inUnit(values.max, unit)}`] : [])]
    }
    case 'histogram': {
      const { count, ...rest } = values
      if (count === 0) return ['nothing measured']
      const names = unit === 'ms' ? (['med', 'p(99)', 'max'] as const) : (['min', 'med', 'max'] as const)
      return names.map((name) => `${name}=${inUnit(rest[name], unit)}`)
    }
  }
}

function inUnit(value: number | null, unit: string): string {
  if (value === null) return number(null)
  if (unit === 'bps') return percentOfBps(value)
  return unit === 'ms' ? latency(value) : number(value)
}
