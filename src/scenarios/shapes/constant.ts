import type { ShapeOf } from '../scenario.ts'
import type { ShapeKind } from './shape.ts'

export const constant: ShapeKind<ShapeOf<'constant'>> = {
  summary: 'the same rate throughout',
  integral: ({ rate }, elapsedMs) => rate * elapsedMs,
  steadyRate: ({ rate }) => rate,
  stretch: (shape) => shape,
}
