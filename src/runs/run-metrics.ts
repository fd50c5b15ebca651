import type { Invariant } from '../checks/conclude.ts'
import type { PlannedFault } from '../faults/fault.ts'
import { Histogram } from '../reports/histogram.ts'
import { mergeSeconds, type Second } from '../reports/formats/hlog.ts'
import type { NameOf } from '../reports/metric-names.ts'
import { Metrics } from '../reports/metrics.ts'
import { phaseOf, type RecoveryWindow } from '../reports/recovery.ts'
import type { FaultResult, MetricsMap } from '../reports/run-document.ts'
import { sumByName } from '../reports/sum-by-name.ts'
import type { Threshold } from '../reports/thresholds/threshold.ts'
import { FEEDS, type FeedKind } from '../scenarios/scenario.ts'
import type { Judgement } from './judge-run.ts'
import type { LiveTotals } from './live-run.ts'

const TOPIC_OF: Readonly<Record<FeedKind, readonly string[]>> = {
  demand: ['demand_events'],
  sales: ['sales_events'],
  inventory: ['inventory_events'],
  competitor: ['competitor_prices'],
  cost: ['vendor_cost_updates'],
  rules: ['promo_rules', 'price_overrides'],
}

/** By outcome, the counter it belongs to beside `events_accepted`. */
const COUNTER_OF: Readonly<Record<string, NameOf<'counter'>>> = {
  decided: 'events_processed',
  folded: 'events_processed',
  deduplicated: 'events_deduplicated',
  quarantined: 'events_quarantined',
  dead_lettered: 'events_dead_lettered',
}

/** Counters whose truth the checks establish, by the invariant of the same name. */
const FROM_CHECKS = ['lost', 'duplicate_effects', 'margin_breaches_published', 'stale_reads', 'version_regressions'] as const

export interface MeasuredRun {
  readonly live: LiveTotals
  readonly judgement: Judgement
  readonly plan: readonly PlannedFault[]
  readonly faults: readonly FaultResult[]
  readonly windows: readonly RecoveryWindow[]
  readonly thresholds: readonly Threshold[]
}

/** Everything that was measured, and the latency second by second. */
export function measure(run: MeasuredRun): { readonly metrics: MetricsMap; readonly seconds: readonly Second[]; readonly latency: Histogram } {
  const metrics = new Metrics()
  for (const { metrics: snapshot } of run.live.pipelines) metrics.merge(snapshot)
  const seconds = mergeSeconds(run.live.pipelines.flatMap((pipeline) => pipeline.seconds))
  countEvents(metrics, run.live)
  measureLoad(metrics, run)
  measureReads(metrics, run.live)
  measureFaults(metrics, run.faults)
  addChecks(metrics, run.judgement)
  const latency = metrics.histogram('decision_latency')
  for (const { second, histogram } of seconds) {
    latency.add(histogram)
    metrics.histogram('decision_latency', { phase: phaseOfSecond(second, run) }).add(histogram)
  }
  return { metrics: metrics.toMetrics(run.live.generator.trafficMs, percentilesOf(run.thresholds)), seconds, latency }
}

/** Published by the checks; where one could not finish, its number stays unknown. */
export function addChecks(metrics: Metrics, { invariants, counters }: Judgement): void {
  for (const name of FROM_CHECKS) {
    const { status, violations } = invariants.find((invariant) => invariant.name === name) as Invariant
    if (status !== 'unknown' || violations > 0) metrics.counter(name).add(violations)
  }
  metrics.counter('late_duplicates').add(counters.lateDuplicates)
}

function countEvents(metrics: Metrics, { generator, pipelines }: LiveTotals): void {
  const counts = sumByName(pipelines.map((pipeline) => pipeline.counts))
  for (const kind of FEEDS) {
    countBoth(metrics, 'events_planned', kind, generator.planned[kind])
    countBoth(metrics, 'events_sent', kind, generator.sent[kind])
    countBoth(metrics, 'events_rejected', kind, generator.partitions.reduce((sum, { rejected }) => sum + rejected[kind], 0))
    for (const [outcome, name] of Object.entries(COUNTER_OF)) {
      const count = TOPIC_OF[kind].reduce((sum, topic) => sum + (counts[`${topic}.${outcome}`] ?? 0), 0)
      countBoth(metrics, 'events_accepted', kind, count)
      if (name === 'events_processed') countBoth(metrics, name, kind, count)
      else metrics.counter(name).add(count)
      if (outcome === 'folded') metrics.counter('events_folded').add(count)
    }
  }
  // A record that cannot be read has no topic, and so no feed.
  const unreadable = counts['unknown.dead_lettered'] ?? 0
  metrics.counter('events_accepted').add(unreadable)
  metrics.counter('events_dead_lettered').add(unreadable)
  for (const name of ['decisions', 'prices_published', 'margin_breaches_prevented', 'revenue_minor', 'late_events'] as const) metrics.counter(name).add(counts[name] ?? 0)
}

function countBoth(metrics: Metrics, name: NameOf<'counter'>, kind: FeedKind, count: number): void {
  metrics.counter(name).add(count)
  metrics.counter(name, { kind }).add(count)
}

/** Late because the log had no room is the pipeline's lateness; late with room to spare is the generator's own. */
function measureLoad(metrics: Metrics, { live: { generator, pipelines, drainedMs } }: MeasuredRun): void {
  const planned = total(generator.planned)
  const achieved = planned === 0 ? null : generator.inTime / planned
  metrics.gauge('achieved_ratio').set(achieved === null ? null : Math.floor(achieved * 10_000) / 10_000)
  const saturated = achieved !== null && achieved < 0.99 && generator.lateByGenerator > generator.lateByBackpressure
  metrics.gauge('generator_saturated').set(saturated ? 1 : 0)
  const lag = metrics.gauge('lag')
  const windows = Math.max(...pipelines.map(({ windows }) => windows.length))
  for (let index = 0; index < windows; index++) lag.set(pipelines.reduce((sum, { windows }) => sum + (windows[index]?.lagMax ?? 0), 0))
  if (drainedMs !== null) lag.set(0)
}

function measureReads(metrics: Metrics, { reader: { reads, seen, latency } }: LiveTotals): void {
  metrics.counter('price_reads').add(reads)
  metrics.counter('price_read_fallbacks').add(seen.store)
  metrics.histogram('price_read_latency').add(Histogram.decode(latency))
}

function measureFaults(metrics: Metrics, faults: readonly FaultResult[]): void {
  for (const { spec, recoveryMs } of faults) {
    metrics.gauge('recovery_time', { fault: spec }).set(recoveryMs)
    metrics.gauge('recovery_time').set(recoveryMs)
  }
  const longest = faults.map(({ recoveryMs }) => recoveryMs).filter((ms) => ms !== null)
  if (faults.length > 0) metrics.gauge('recovery_time').set(longest.length === faults.length ? Math.max(...longest) : null)
}

/** Phases go by intended time; a second belongs to the gravest phase that any part of it is in. */
function phaseOfSecond(second: number, { plan, faults }: MeasuredRun) {
  const recoveries = faults.map(({ recoveryMs }) => recoveryMs)
  const parts = Array.from({ length: 10 }, (_, tenth) => phaseOf(second * 1000 + tenth * 100, plan, recoveries))
  return parts.includes('fault') ? 'fault' : parts.includes('recovery') ? 'recovery' : 'steady'
}

/** Percentiles that thresholds ask for beyond the usual ones. */
function percentilesOf(thresholds: readonly Threshold[]): ReadonlyMap<string, readonly number[]> {
  const asked = new Map<string, number[]>()
  for (const { key, aggregation } of thresholds) {
    const percent = /^p\((.+)\)$/.exec(aggregation)
    if (percent) asked.set(key, [...(asked.get(key) ?? []), Number(percent[1])])
  }
  return asked
}

const total = (counts: Readonly<Record<string, number>>): number => Object.values(counts).reduce((sum, count) => sum + count, 0)
