import type { Histogram } from '../../../histogram.ts'
import type { Second } from '../../hlog.ts'
import { milliseconds, number } from '../../texts.ts'
import type { Band } from '../fault-bands.ts'
import type { Markup } from '../markup.ts'
import { pointsOf, secondsAPoint, stepNote } from '../seconds.ts'
import { chartFigure } from './figure.ts'

/** Decision latency by the second in which events were due, with the faults that were on. */
export function latencyOverTime(seconds: readonly Second[], latency: Histogram, bands: readonly Band[]): Markup {
  const step = secondsAPoint(seconds.length)
  const points = pointsOf(seconds, step)
  const series = (percent: number) => points.map(({ histogram }) => histogram.percentile(percent))
  return chartFigure({
    id: 'latency',
    title: 'Decision latency over time',
    summary: summaryOf(points, latency, bands) + stepNote(step),
    spec: {
      x: { label: 'time in the run', unit: 'seconds', values: points.map(({ second }) => second) },
      y: { label: 'latency', unit: 'ms', scale: 'log' },
      series: [
        { label: 'p50', values: series(50), tone: 'first', style: 'line' },
        { label: 'p99', values: series(99), tone: 'second', style: 'line' },
        { label: 'max', values: series(100), tone: 'third', style: 'dotted' },
      ],
      bands,
      group: 'time',
    },
    table: {
      columns: ['second', 'p50 ms', 'p99 ms', 'max ms', 'decisions'],
      rows: points.map(({ second, histogram }) => [second, ...[50, 99, 100].map((percent) => number(histogram.percentile(percent))), number(histogram.count)]),
    },
  })
}

function summaryOf(points: readonly Second[], latency: Histogram, bands: readonly Band[]): string {
  const worst = points.reduce((worst, point) => ((point.histogram.percentile(99) ?? 0) > (worst.histogram.percentile(99) ?? 0) ? point : worst))
  const [p50, p99, slowest] = [latency.percentile(50), latency.percentile(99), worst.histogram.percentile(99)].map((ms) => milliseconds(ms ?? 0))
  const shaded = bands.length === 0 ? '' : ' Shaded: faults, by their number.'
  return `From the moment an event was due until its price was readable: half within ${p50}, 99 % within ${p99}. The slowest second was ${worst.second}, with a p99 of ${slowest}.${shaded}`
}
