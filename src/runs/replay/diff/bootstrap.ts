import { Random } from '../../../engine/kernel/random.ts'
import type { Interval } from '../../../reports/digest/replay-diff.ts'

const RESAMPLES_MAX = 1000
const RESAMPLES_MIN = 100
/** Draws in all: a million SKUs are resampled less often, and it says so. */
const DRAWS_MAX = 2e7
const TAIL = 0.025

export const resamplesOf = (items: number): number => Math.round(Math.min(RESAMPLES_MAX, Math.max(RESAMPLES_MIN, DRAWS_MAX / Math.max(1, items))))

/**
 * Percentile bootstrap (Efron 1979): items are drawn with replacement, as many as there are, again and again; of each
 * statistic over the sums of their columns, the middle 95 % of what comes out. The same seed draws the same.
 */
export function bootstrap<Name extends string>(rows: readonly (readonly number[])[], statistics: Readonly<Record<Name, (sums: Float64Array) => number>>, seed: string): Readonly<Record<Name, Interval>> {
  const names = Object.keys(statistics) as Name[]
  const resamples = resamplesOf(rows.length)
  const values = names.map(() => new Float64Array(resamples))
  const random = new Random(seed).fork('bootstrap')
  for (let sample = 0; sample < resamples; sample++) {
    const sums = sumOf(rows, () => rows[random.below(rows.length)])
    for (const [index, name] of names.entries()) values[index][sample] = statistics[name](sums)
  }
  const all = sumOf(rows, (index) => rows[index])
  const intervals = names.map((name, index) => [name, { value: statistics[name](all), ...middleOf(values[index].sort()) }])
  return Object.fromEntries(intervals) as Record<Name, Interval>
}

function sumOf(rows: readonly (readonly number[])[], pick: (index: number) => readonly number[]): Float64Array {
  const sums = new Float64Array(rows[0]?.length ?? 0)
  for (let index = 0; index < rows.length; index++) {
    const row = pick(index)
    for (let column = 0; column < sums.length; column++) sums[column] += row[column]
  }
  return sums
}

const middleOf = (sorted: Float64Array): Omit<Interval, 'value'> => ({
  low: sorted[Math.floor(TAIL * (sorted.length - 1))],
  high: sorted[Math.ceil((1 - TAIL) * (sorted.length - 1))],
})
