/** What a metric can be asked for by part: the feed of an event, a bolt, a fault's text, the phase of the run. */
export type TagName = 'kind' | 'phase' | 'bolt' | 'fault'

export const PHASES = ['steady', 'fault', 'recovery'] as const
export type Phase = (typeof PHASES)[number]

interface MetricRule {
  readonly type: 'counter' | 'gauge' | 'histogram'
  readonly unit: string
  readonly meaning: string
  readonly tags?: readonly TagName[]
  /** Counted by the independent checks. Load has no influence on whether it may be broken. */
  readonly fromChecks?: true
}

/** Every metric there is, under the one name it has in JSON, HTML, Prometheus and thresholds. */
export const METRICS = {
  events_planned: { type: 'counter', unit: 'events', tags: ['kind'], meaning: 'events in the schedule' },
  events_sent: { type: 'counter', unit: 'events', tags: ['kind'], meaning: 'events handed to the log’s client, which may have rejected them' },
  events_accepted: { type: 'counter', unit: 'events', tags: ['kind'], meaning: 'events acknowledged by the log at the target’s durability' },
  events_processed: { type: 'counter', unit: 'events', tags: ['kind'], meaning: 'accepted events that took effect' },
  events_rejected: { type: 'counter', unit: 'events', tags: ['kind'], meaning: 'events that admission control turned away: sent, and never accepted' },
  events_deduplicated: { type: 'counter', unit: 'events', meaning: 'accepted events whose id had been seen' },
  events_quarantined: { type: 'counter', unit: 'events', meaning: 'accepted costs that wait for a review' },
  events_dead_lettered: { type: 'counter', unit: 'events', meaning: 'accepted events that could not be processed' },
  events_folded: { type: 'counter', unit: 'events', meaning: 'processed events that joined a later decision of their item' },
  achieved_ratio: { type: 'gauge', unit: 'ratio', meaning: 'events handed over at most 10 ms late, of those planned' },
  decision_latency: { type: 'histogram', unit: 'ms', tags: ['phase'], meaning: 'from the intended send time until the price is decided, committed and readable' },
  service_latency: { type: 'histogram', unit: 'ms', tags: ['phase'], meaning: 'the same from the actual send' },
  bolt_latency: { type: 'histogram', unit: 'ms', tags: ['bolt'], meaning: 'time in one bolt' },
  publish_latency: { type: 'histogram', unit: 'ms', meaning: 'from the commit until the price is readable' },
  price_read_latency: { type: 'histogram', unit: 'ms', meaning: 'one price read' },
  decisions: { type: 'counter', unit: 'decisions', meaning: 'prices decided, changed or not' },
  prices_published: { type: 'counter', unit: 'prices', meaning: 'values written to cache and store' },
  price_reads: { type: 'counter', unit: 'reads', meaning: 'prices asked for' },
  price_read_fallbacks: { type: 'counter', unit: 'reads', meaning: 'reads answered by the store, because the cache had no trustworthy answer' },
  margin_breaches_prevented: { type: 'counter', unit: 'decisions', meaning: 'candidate prices that the guard changed or blocked' },
  margin_breaches_published: { type: 'counter', unit: 'prices', fromChecks: true, meaning: 'published prices under the margin floor at the newest accepted cost' },
  margin_exposure_ms: { type: 'histogram', unit: 'ms', meaning: 'from a cost received until the old price was replaced' },
  margin_bps: { type: 'histogram', unit: 'bps', meaning: 'margin of decided prices' },
  revenue_minor: { type: 'counter', unit: 'minor units', meaning: 'revenue of completed sales' },
  promo_conversion: { type: 'gauge', unit: 'ratio', meaning: 'sales per view of items on promotion' },
  lost: { type: 'counter', unit: 'events', fromChecks: true, meaning: 'acknowledged events without an outcome' },
  duplicate_effects: { type: 'counter', unit: 'events', fromChecks: true, meaning: 'events that took effect twice' },
  stale_reads: { type: 'counter', unit: 'reads', fromChecks: true, meaning: 'prices served past their time' },
  version_regressions: { type: 'counter', unit: 'reads', fromChecks: true, meaning: 'reads that went back to an older price' },
  late_duplicates: { type: 'counter', unit: 'events', fromChecks: true, meaning: 'repeats of an id after the time in which it counts once' },
  late_events: { type: 'counter', unit: 'events', meaning: 'events later than allowed' },
  lag: { type: 'gauge', unit: 'records', meaning: 'records not yet processed' },
  recovery_time: { type: 'gauge', unit: 'ms', tags: ['fault'], meaning: 'from a fault’s end until latency and lag are good for 5 s; without a tag: the longest' },
  generator_saturated: { type: 'gauge', unit: 'flag', meaning: '1 where the generator, not the pipeline, was the limit' },
} as const satisfies Readonly<Record<string, MetricRule>>

export type MetricName = keyof typeof METRICS
export type MetricType = MetricRule['type']
export type NameOf<Type extends MetricType> = { [Name in MetricName]: (typeof METRICS)[Name]['type'] extends Type ? Name : never }[MetricName]
export type Tags = Readonly<Partial<Record<TagName, string>>>

export const METRIC_NAMES = Object.keys(METRICS) as MetricName[]

/** The table's row, with everything that a row can have. */
export const metricRule = (name: MetricName): MetricRule => METRICS[name]

export const isMetricName = (name: string): name is MetricName => Object.hasOwn(METRICS, name)

/** `name`, or `name{tag:value,…}` with tags in one fixed order: the key in the document. */
export function metricKey(name: MetricName, tags: Tags = {}): string {
  const pairs = (Object.entries(tags) as [TagName, string][]).toSorted(([a], [b]) => (a < b ? -1 : 1))
  return pairs.length === 0 ? name : `${name}{${pairs.map(([tag, value]) => `${tag}:${value}`).join(',')}}`
}

/** The name in `name{tag:value}`. */
export const nameInKey = (key: string): string => key.split('{', 1)[0]
