import { Histogram } from '../../histogram.ts'
import type { Second } from '../hlog.ts'

/** More points than a screen has would only make the file larger. */
const POINTS_MAX = 900

/** How many seconds one point of a chart stands for. */
export const secondsAPoint = (seconds: number): number => Math.max(1, Math.ceil(seconds / POINTS_MAX))

/** Histograms of a second each, or of several in a long run: added up, so that their percentiles stay true. */
export function pointsOf(seconds: readonly Second[], step: number): readonly Second[] {
  if (step === 1) return seconds
  const points = new Map<number, Histogram>()
  for (const { second, histogram } of seconds) {
    const at = Math.floor(second / step) * step
    const point = points.get(at) ?? new Histogram()
    point.add(histogram)
    points.set(at, point)
  }
  return [...points].map(([second, histogram]) => ({ second, histogram }))
}

/** Events a second, averaged over each point; the last one may be shorter. */
export function ratesOf(counts: readonly number[], step: number): readonly number[] {
  return Array.from({ length: Math.ceil(counts.length / step) }, (_, point) => {
    const part = counts.slice(point * step, (point + 1) * step)
    return Math.round(part.reduce((sum, count) => sum + count, 0) / part.length)
  })
}

/** In one second. By a loop: days have more seconds than a call takes arguments. */
export const mostOf = (counts: readonly number[]): number => counts.reduce((most, count) => Math.max(most, count), 0)

export const stepNote = (step: number): string => (step === 1 ? '' : ` Each point stands for ${step} seconds.`)
