import type { ShapeOf } from '../scenario.ts'
import type { ShapeKind } from './shape.ts'

export const spike: ShapeKind<ShapeOf<'spike'>> = {
  summary: 'a rate that jumps to a peak and back',
  integral({ rate, peak, atMs, forMs }, elapsedMs) {
    const inPeakMs = Math.min(Math.max(elapsedMs - atMs, 0), forMs)
    return rate * (elapsedMs - inPeakMs) + peak * inPeakMs
  },
  // The peak is what nobody expected: history knows only the rate before it.
  steadyRate: ({ rate }) => rate,
  stretch: (shape, factor) => ({ ...shape, atMs: Math.round(shape.atMs * factor), forMs: Math.round(shape.forMs * factor) }),
}
