import { latency } from './formats/summary/latencies.ts'
import { NOT_KNOWN, number } from './formats/texts.ts'
import type { Metric, MetricsMap, RunDocument } from './run-document.ts'

/** The run that another one is held against: the same seed without faults. What of its document is shown there. */
export type ControlRun = Pick<RunDocument, 'run' | 'metrics' | 'invariants' | 'verdict' | 'exitCode'>

export function controlOf({ run, metrics, invariants, verdict, exitCode }: RunDocument): ControlRun {
  return { run, metrics, invariants, verdict, exitCode }
}

/** One thing of both runs, as text. */
export interface Compared {
  readonly label: string
  readonly run: string
  readonly control: string
}

/** What faults show in, in the order in which people look for it. */
const COUNTERS = ['events_processed', 'decisions', 'margin_breaches_prevented', 'price_reads', 'price_read_fallbacks'] as const
const LATENCIES = ['med', 'p(99)', 'max'] as const

/** The key metrics of both, then every invariant. */
export function compareWithControl(document: RunDocument, control: ControlRun): readonly Compared[] {
  const both = (label: string, tell: (of: Pick<RunDocument, 'metrics' | 'invariants' | 'verdict'>) => string): Compared => ({ label, run: tell(document), control: tell(control) })
  return [
    both('verdict', ({ verdict }) => verdict),
    ...LATENCIES.map((percentile) => both(`decision_latency ${percentile}`, ({ metrics }) => latencyIn(metrics, percentile))),
    ...COUNTERS.map((name) => both(name, ({ metrics }) => valueOf(metrics[name]))),
    both('achieved_ratio', ({ metrics }) => valueOf(metrics.achieved_ratio)),
    both('lag max', ({ metrics }) => (metrics.lag?.type === 'gauge' ? number(metrics.lag.values.max) : NOT_KNOWN)),
    ...document.invariants.map(({ name }) => both(name, ({ invariants }) => standing(invariants, name))),
  ]
}

function latencyIn(metrics: MetricsMap, percentile: (typeof LATENCIES)[number]): string {
  const metric = metrics.decision_latency
  return metric?.type === 'histogram' && metric.values.count > 0 ? latency(metric.values[percentile]) : NOT_KNOWN
}

function valueOf(metric: Metric | undefined): string {
  if (metric?.type === 'counter') return number(metric.values.count)
  return metric?.type === 'gauge' ? number(metric.values.value) : NOT_KNOWN
}

function standing(invariants: RunDocument['invariants'], name: string): string {
  const found = invariants.find((invariant) => invariant.name === name)
  if (!found) return NOT_KNOWN
  return found.status === 'fail' ? `${number(found.violations)} violations` : found.status
}
