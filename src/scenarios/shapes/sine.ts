import type { ShapeOf } from '../scenario.ts'
import type { ShapeKind } from './shape.ts'

export const sine: ShapeKind<ShapeOf<'sine'>> = {
  summary: 'a wave around a mean rate, rising first',
  integral({ mean, amplitude, periodMs }, elapsedMs) {
    const turn = (elapsedMs % periodMs) / periodMs
    return mean * elapsedMs + ((amplitude * periodMs) / (2 * Math.PI)) * (1 - cosineOfTurn(turn))
  },
  steadyRate: ({ mean }) => mean,
  stretch: (shape, factor) => ({ ...shape, periodMs: Math.round(shape.periodMs * factor) }),
}

/** Taylor coefficients of the cosine, ±1/(2k)!, highest first; the first one left out is below 2^-53 at a quarter turn. */
const COEFFICIENTS = Array.from({ length: 12 }, (_, k) => (k % 2 ? -1 : 1) / factorial(2 * k)).reverse()

/** cos(2π·turn) for a turn in [0, 1). Our own, because the language lets every engine round Math.cos as it likes. */
export function cosineOfTurn(turn: number): number {
  const half = turn > 0.5 ? 1 - turn : turn
  if (half > 0.25) return -cosineOfTurn(0.5 - half)
  const angle = 2 * Math.PI * half
  return COEFFICIENTS.reduce((sum, coefficient) => sum * angle * angle + coefficient, 0)
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1)
}
