/** One kind of traffic shape: a pure function of time, so that the schedule is known before the run. */
export interface ShapeKind<Shape> {
  readonly summary: string
  /**
   * The exact integral of the rate over the first `elapsedMs` of a run of `durationMs`, in thousandths of an event
   * (rate a second × ms). It never falls. Only + − × ÷, which every machine rounds alike.
   */
  integral(shape: Shape, elapsedMs: number, durationMs: number): number
  /** The rate that shoppers and shelves are used to: what the seeded history is made of. */
  steadyRate(shape: Shape, durationMs: number): number
  /** The same shape over a run `factor` times as long. */
  stretch(shape: Shape, factor: number): Shape
}

/** Average rate of a shape over the whole run. */
export function meanRate<Shape>({ integral }: Pick<ShapeKind<Shape>, 'integral'>, shape: Shape, durationMs: number): number {
  return integral(shape, durationMs, durationMs) / durationMs
}

/** Area under a straight line from rate `from` to rate `to` over `overMs`, after `elapsedMs` of it. */
export function areaUnderLine(from: number, to: number, overMs: number, elapsedMs: number): number {
  return from * elapsedMs + ((to - from) * elapsedMs * elapsedMs) / (2 * overMs)
}
