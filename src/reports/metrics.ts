import { Histogram, type HistogramUnit } from './histogram.ts'
import { isMetricName, METRIC_NAMES, metricKey, type MetricName, metricRule, type NameOf, nameInKey, type Tags } from './metric-names.ts'
import type { GaugeValues, HistogramValues, Metric, MetricsMap } from './run-document.ts'

export interface Counter {
  add(count?: number): void
}

export interface Gauge {
  /** null: there is no value, for a reason. */
  set(value: number | null): void
}

/** What one thread measured, in a form that crosses to another. */
export interface MetricsSnapshot {
  readonly counters: readonly (readonly [key: string, count: number])[]
  readonly gauges: readonly (readonly [key: string, values: GaugeValues])[]
  readonly histograms: readonly (readonly [key: string, encoded: string])[]
}

const PERCENTILES = [90, 95, 99, 99.9]

/**
 * Collects what a thread measures. Handles are asked for once and kept: `add`, `set` and `record` look nothing up.
 * A metric that nobody asked for is not in the document; one that was asked for and never used has a count of 0.
 */
export class Metrics {
  readonly #counters = new Map<string, CountingCounter>()
  readonly #gauges = new Map<string, WatchingGauge>()
  readonly #histograms = new Map<string, Histogram>()

  counter(name: NameOf<'counter'>, tags: Tags = {}): Counter {
    return this.#counter(metricKey(name, tags))
  }

  gauge(name: NameOf<'gauge'>, tags: Tags = {}): Gauge {
    return this.#gauge(metricKey(name, tags))
  }

  histogram(name: NameOf<'histogram'>, tags: Tags = {}): Histogram {
    return this.#histogram(metricKey(name, tags))
  }

  snapshot(): MetricsSnapshot {
    return {
      counters: [...this.#counters].map(([key, { count }]) => [key, count] as const),
      gauges: [...this.#gauges].map(([key, gauge]) => [key, gauge.values()] as const),
      histograms: [...this.#histograms].map(([key, histogram]) => [key, histogram.encode()] as const),
    }
  }

  /** Adds what another thread measured. Of a gauge, the value that came last stands. */
  merge({ counters, gauges, histograms }: MetricsSnapshot): void {
    for (const [key, count] of counters) this.#counter(key).add(count)
    for (const [key, values] of gauges) this.#gauge(key).merge(values)
    for (const [key, encoded] of histograms) this.#histogram(key).add(Histogram.decode(encoded, unitOf(nameInKey(key))))
  }

  /**
   * The document's metrics, in the order of the table. `trafficMs` is how long traffic lasted, for rates; `percentiles`
   * are those that thresholds ask for beyond the usual ones, by key.
   */
  toMetrics(trafficMs: number, percentiles: ReadonlyMap<string, readonly number[]> = new Map()): MetricsMap {
    const all: [key: string, metric: Metric][] = [
      ...[...this.#counters].map(([key, { count }]) => [key, counterMetric(key, count, trafficMs)] as [string, Metric]),
      ...[...this.#gauges].map(([key, gauge]) => [key, { type: 'gauge', unit: ruleOf(key).unit, values: gauge.values() }] as [string, Metric]),
      ...[...this.#histograms].map(([key, histogram]) => [key, histogramMetric(key, histogram, percentiles.get(key))] as [string, Metric]),
    ]
    return Object.fromEntries(all.toSorted(([a], [b]) => placeOf(a) - placeOf(b) || (a < b ? -1 : 1)))
  }

  #counter(key: string): CountingCounter {
    return known(this.#counters, key, () => new CountingCounter())
  }

  #gauge(key: string): WatchingGauge {
    return known(this.#gauges, key, () => new WatchingGauge())
  }

  #histogram(key: string): Histogram {
    return known(this.#histograms, key, () => new Histogram(unitOf(nameInKey(key))))
  }
}

class CountingCounter implements Counter {
  count = 0

  add(count = 1): void {
    this.count += count
  }
}

class WatchingGauge implements Gauge {
  #value: number | null = null
  #min: number | null = null
  #max: number | null = null

  set(value: number | null): void {
    this.#value = value
    if (value === null) return
    if (this.#min === null || value < this.#min) this.#min = value
    if (this.#max === null || value > this.#max) this.#max = value
  }

  values(): GaugeValues {
    return { value: this.#value, min: this.#min, max: this.#max }
  }

  merge({ value, min, max }: GaugeValues): void {
    const isUnused = value === null && min === null
    if (isUnused) return
    for (const seen of [min, max, value]) this.set(seen)
  }
}

/** The document's form of a count; null where it is not known. */
export function counterMetric(key: string, count: number | null, trafficMs: number): Metric {
  const rate = count === null || trafficMs <= 0 ? null : round(count / (trafficMs / 1000))
  return { type: 'counter', unit: ruleOf(key).unit, values: { count, rate } }
}

/** The document's form of a gauge that was looked at once. */
export function gaugeMetric(key: string, value: number | null): Metric {
  return { type: 'gauge', unit: ruleOf(key).unit, values: { value, min: value, max: value } }
}

/** The document's form of a histogram, with `more` percentiles than the usual ones. */
export function histogramMetric(key: string, histogram: Histogram, more: readonly number[] = []): Metric {
  const { count, avg, min, max } = histogram
  const percents = [...new Set([...PERCENTILES, ...more])].toSorted((a, b) => a - b)
  const percentiles = Object.fromEntries(percents.map((percent) => [`p(${percent})`, histogram.percentile(percent)]))
  const values: HistogramValues = { count, avg, min, med: histogram.percentile(50), max, ...percentiles }
  return { type: 'histogram', unit: ruleOf(key).unit, values }
}

function known<Value>(map: Map<string, Value>, key: string, create: () => Value): Value {
  let value = map.get(key)
  if (value === undefined) map.set(key, (value = create()))
  return value
}

function nameOf(key: string): MetricName {
  const name = nameInKey(key)
  if (!isMetricName(name)) throw new Error(`there is no metric ${key}`)
  return name
}

const ruleOf = (key: string) => metricRule(nameOf(key))
const placeOf = (key: string) => METRIC_NAMES.indexOf(nameOf(key))
const unitOf = (name: string): HistogramUnit => (ruleOf(name).unit === 'bps' ? 'bps' : 'ms')
const round = (value: number) => Math.round(value * 1000) / 1000
