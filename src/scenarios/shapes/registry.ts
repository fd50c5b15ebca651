import type { ShapeOf, TrafficShape } from '../scenario.ts'
import { constant } from './constant.ts'
import { ramp } from './ramp.ts'
import type { ShapeKind } from './shape.ts'
import { sine } from './sine.ts'
import { spike } from './spike.ts'
import { stages } from './stages.ts'

/** Every kind of traffic shape. */
export const SHAPE_KINDS: { readonly [Kind in TrafficShape['kind']]: ShapeKind<ShapeOf<Kind>> } = { constant, ramp, spike, sine, stages }

/** Events due in the first `elapsedMs` of a run of `durationMs`: the schedule, as a function of time. */
export function dueBy(shape: TrafficShape, elapsedMs: number, durationMs: number): number {
  const withinMs = Math.min(Math.max(elapsedMs, 0), durationMs)
  return Math.floor(kindOf(shape).integral(shape, withinMs, durationMs) / 1000)
}

/** How many events are due from `fromMs`, which counts as the start where it is before that, to `untilMs`. */
export function dueBetween(shape: TrafficShape, fromMs: number, untilMs: number, durationMs: number): number {
  return dueBy(shape, untilMs, durationMs) - dueBy(shape, Math.max(0, fromMs), durationMs)
}

/** The rate, in events a second, that the seeded history is made of. */
export function steadyRate(shape: TrafficShape, durationMs: number): number {
  return kindOf(shape).steadyRate(shape, durationMs)
}

/** The shape over a run `factor` times as long. */
export function stretch(shape: TrafficShape, factor: number): TrafficShape {
  return kindOf(shape).stretch(shape, factor)
}

const kindOf = (shape: TrafficShape) => SHAPE_KINDS[shape.kind] as ShapeKind<TrafficShape>
