import type { ReportData } from '../../../digest/report-data.ts'
import { number } from '../../texts.ts'
import type { Band } from '../fault-bands.ts'
import type { Markup } from '../markup.ts'
import { mostOf, ratesOf, secondsAPoint, stepNote } from '../seconds.ts'
import { chartFigure, type ChartSeries } from './figure.ts'

/** Of the busiest second. */
const REMAINS_SHARE_MAX = 0.1

/** What was due, what was sent and what the pipeline took up, second by second. */
export function rates({ rates: { planned, sent }, digest }: ReportData, bands: readonly Band[]): Markup {
  const processed = withoutRemains(digest.processed, planned.length)
  const length = Math.max(planned.length, sent?.length ?? 0, processed.length)
  const step = secondsAPoint(length)
  // Behind the traffic only the pipeline goes on, with what was waiting.
  const row = (counts: readonly number[]) => {
    const rates = ratesOf(counts, step)
    return Array.from({ length: Math.ceil(length / step) }, (_, point) => rates[point] ?? null)
  }
  const series: readonly ChartSeries[] = [
    { label: 'planned', values: row(planned), tone: 'third', style: 'dashed' },
    ...(sent ? [{ label: 'sent', values: row(sent), tone: 'first', style: 'line' } as const] : []),
    { label: 'taken up by the pipeline', values: row(processed), tone: 'second', style: 'dotted' },
  ]
  const xs = series[0].values.map((_, point) => point * step)
  return chartFigure({
    id: 'rates',
    title: 'Events a second',
    summary: summaryOf(planned, sent) + stepNote(step),
    spec: { x: { label: 'time in the run', unit: 'seconds', values: xs }, y: { label: 'events a second', unit: 'count', scale: 'linear' }, series, bands, group: 'time' },
    table: { columns: ['second', ...series.map(({ label }) => label)], rows: xs.map((second, point) => [second, ...series.map(({ values }) => (values[point] === null ? '' : number(values[point])))]) },
  })
}

/** Behind the traffic a last few events are taken up: too few to look like a second in which everything stood still. */
function withoutRemains(processed: readonly number[], trafficS: number): readonly number[] {
  const least = mostOf(processed) * REMAINS_SHARE_MAX
  return processed.slice(0, processed.findLastIndex((count, second) => second < trafficS || count > least) + 1)
}

function summaryOf(planned: readonly number[], sent: readonly number[] | null): string {
  const total = (counts: readonly number[]) => counts.reduce((sum, count) => sum + count, 0)
  const due = `${number(total(planned))} events were due, at most ${number(mostOf(planned))} in one second.`
  return sent ? `${due} ${number(total(sent))} were sent.` : `${due} How many were sent in time is not known: the run was killed.`
}
