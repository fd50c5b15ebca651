import type { Histogram } from '../../../histogram.ts'
import { milliseconds, number } from '../../texts.ts'
import type { Markup } from '../markup.ts'
import { chartFigure } from './figure.ts'

/** To 99.99 %: one event in ten thousand. */
const ONE_IN_MAX = 10_000
const POINTS_A_DECADE = 24
const TABLE_PERCENTS = [0, 10, 25, 50, 75, 90, 95, 99, 99.5, 99.9, 99.95, 99.99, 100]

/** The whole distribution on the axis of HdrHistogram: every step to the right is ten times rarer. */
export function percentileSpectrum(latency: Histogram): Markup {
  const oneIn = steps()
  const summary = [50, 90, 99, 99.9, 99.99].map((percent) => `${percent} % within ${milliseconds(latency.percentile(percent) ?? 0)}`)
  return chartFigure({
    id: 'spectrum',
    title: 'Percentiles of decision latency',
    summary: `Of ${number(latency.count)} events: ${summary.join(', ')}.`,
    spec: {
      x: { label: 'percentile', unit: 'nines', values: oneIn },
      y: { label: 'latency', unit: 'ms', scale: 'log' },
      series: [{ label: 'latency', values: oneIn.map((each) => latency.percentile(100 - 100 / each)), tone: 'second', style: 'line' }],
      bands: [],
    },
    table: { columns: ['percentile', 'latency ms'], rows: TABLE_PERCENTS.map((percent) => [`${percent} %`, number(latency.percentile(percent))]) },
  })
}

function steps(): readonly number[] {
  const count = Math.log10(ONE_IN_MAX) * POINTS_A_DECADE
  return Array.from({ length: count + 1 }, (_, index) => 10 ** (index / POINTS_A_DECADE))
}
