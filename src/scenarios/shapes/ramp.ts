import type { ShapeOf } from '../scenario.ts'
import { areaUnderLine, meanRate, type ShapeKind } from './shape.ts'

export const ramp: ShapeKind<ShapeOf<'ramp'>> = {
  summary: 'a straight line from one rate to another over the run',
  integral: ({ from, to }, elapsedMs, durationMs) => areaUnderLine(from, to, durationMs, elapsedMs),
  steadyRate: (shape, durationMs) => meanRate(ramp, shape, durationMs),
  stretch: (shape) => shape,
}
