import { COLUMNS, wrap } from '../summary/lay-out.ts'
import { countOf, milliseconds, number, printable } from '../texts.ts'
import type { PlannedSpan, RunPlan } from './run-plan.ts'
import { TimeAxis } from './time-axis.ts'

/** Columns of the time axis: as many rates stand in a plan. */
export const AXIS_COLUMNS = 48
const LABEL_COLUMNS = COLUMNS - AXIS_COLUMNS - 5

/** What a run would do, for a terminal of 80 columns. */
export function planLines(plan: RunPlan): readonly string[] {
  const { scenario, summary, seed, target, durationMs, startsAt, partitions, skus, stores, thresholds } = plan
  const lines = [
    `${scenario} on ${target}, seed ${seed}`,
    ...wrap(summary.split(' '), ' ', COLUMNS),
    `${milliseconds(durationMs)} from ${startsAt} on, in virtual time`,
    `${countOf(skus, 'SKU')} in ${countOf(stores, 'store')}, ${countOf(partitions, 'partition')}`,
    '',
    '  EVENTS',
    ...eventLines(plan),
    '',
    '  TIMELINE',
    ...timeline(plan),
    '',
    '  THRESHOLDS',
    ...thresholds.map((threshold) => `    ${threshold}`),
    '',
    '  EXPECTED',
    ...expectedLines(plan),
    '',
    'A dry run: nothing was sent, and no folder was made.',
  ]
  return lines.map(printable)
}

function eventLines({ events, priceReads }: RunPlan): readonly string[] {
  const counts = { ...events.byKind, 'all events': events.total, 'price reads': priceReads }
  return Object.entries(counts).map(([kind, count]) => `    ${kind.padEnd(14)}${number(count).padStart(14)}`)
}

function timeline({ durationMs, rates, promotions, faults }: RunPlan): readonly string[] {
  const axis = new TimeAxis(AXIS_COLUMNS, durationMs)
  const row = (label: string, drawn: string): readonly string[] =>
    label.length <= LABEL_COLUMNS ? [`    ${label.padEnd(LABEL_COLUMNS)} ${drawn}`] : [`    ${label}`, `${' '.repeat(LABEL_COLUMNS + 5)}${drawn}`]
  const spans = (group: readonly PlannedSpan[]) => group.flatMap((span) => row(span.name, axis.span(span)))
  return [
    ...row('', axis.ruler()),
    ...row(`up to ${number(Number(Math.max(...rates).toPrecision(3)))}/s`, axis.heights(rates)),
    ...spans(promotions),
    ...(faults.length > 0 ? spans(faults) : ['    no faults']),
  ].map((line) => line.trimEnd())
}

function expectedLines({ durationMs, expected }: RunPlan): readonly string[] {
  const { wholeMs, beforeTrafficMs, afterTrafficMs, diskBytes, measuredOn } = expected
  return [
    `    time ${'.'.repeat(6)}: about ${milliseconds(rounded(wholeMs))}: ${milliseconds(rounded(beforeTrafficMs))} to seed, ${milliseconds(durationMs)} of traffic, ${milliseconds(rounded(afterTrafficMs))} to check`,
    `    disk ${'.'.repeat(6)}: up to ${number(Math.ceil(diskBytes / 1e6))} MB`,
    `    (rates of ${measuredOn}; yours may differ)`,
  ]
}

const rounded = (ms: number): number => Math.ceil(ms / 100) * 100
