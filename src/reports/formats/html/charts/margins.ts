import { MARGIN_FROM_BPS, MARGIN_STEP_BPS, type MarginCounts } from '../../../digest/run-digest.ts'
import { countOf, number, percentOfBps } from '../../texts.ts'
import type { Markup } from '../markup.ts'
import { chartFigure } from './figure.ts'

/** Empty room left and right of the margins there are, in steps. */
const ROOM = 2

/** Margins of all decisions: at the price that was asked for, and at the one that the guard let pass. */
export function margins({ before, after }: MarginCounts, floorBps: number): Markup {
  const [first, last] = extent(before, after)
  const buckets = Array.from({ length: last - first + 1 }, (_, index) => first + index)
  const percents = buckets.map((bucket) => (MARGIN_FROM_BPS + bucket * MARGIN_STEP_BPS) / 100)
  const floor = floorBps / 100
  return chartFigure({
    id: 'margins',
    title: 'Margins before and after the guard',
    summary: summaryOf({ before, after }, floorBps),
    spec: {
      x: { label: 'margin', unit: 'percent', values: percents },
      y: { label: 'decisions', unit: 'count', scale: 'linear' },
      series: [
        { label: 'after the guard', values: buckets.map((bucket) => after[bucket]), tone: 'first', style: 'bars' },
        { label: 'as asked for', values: buckets.map((bucket) => before[bucket]), tone: 'second', style: 'dashed' },
      ],
      bands: [{ from: floor, to: floor, label: `floor ${percentOfBps(floorBps)}` }],
    },
    table: { columns: ['margin from %', 'as asked for', 'after the guard'], rows: buckets.map((bucket, index) => [number(percents[index]), number(before[bucket]), number(after[bucket])]) },
  })
}

function summaryOf({ before, after }: MarginCounts, floorBps: number): string {
  const under = (counts: readonly number[]) => counts.reduce((sum, count, bucket) => (MARGIN_FROM_BPS + (bucket + 1) * MARGIN_STEP_BPS <= floorBps ? sum + count : sum), 0)
  return `Below the margin floor of ${percentOfBps(floorBps)}: ${countOf(under(before), 'decision')} as asked for, ${number(under(after))} after the guard. In steps of one percentage point.`
}

/** From the first step that has something in it to the last, with some room. */
function extent(...rows: readonly (readonly number[])[]): readonly [number, number] {
  const filled = rows.flatMap((row) => row.flatMap((count, bucket) => (count > 0 ? [bucket] : [])))
  const [first, last] = filled.reduce(([low, high], bucket) => [Math.min(low, bucket), Math.max(high, bucket)], [Infinity, -Infinity])
  const length = Math.max(...rows.map((row) => row.length))
  return [Math.max(0, first - ROOM), Math.min(length - 1, last + ROOM)]
}
