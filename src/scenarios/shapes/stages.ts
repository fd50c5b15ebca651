import type { ShapeOf } from '../scenario.ts'
import { areaUnderLine, meanRate, type ShapeKind } from './shape.ts'

export const stages: ShapeKind<ShapeOf<'stages'>> = {
  summary: 'straight lines from rate to rate, as in k6; a stage of 0s is a jump',
  integral({ startRate, stages: list }, elapsedMs) {
    let area = 0
    let rate = startRate
    let leftMs = elapsedMs
    for (const stage of list) {
      const inStageMs = Math.min(leftMs, stage.durationMs)
      if (inStageMs > 0) area += areaUnderLine(rate, stage.rate, stage.durationMs, inStageMs)
      rate = stage.rate
      leftMs -= inStageMs
    }
    return area + rate * leftMs
  },
  steadyRate: (shape, durationMs) => meanRate(stages, shape, durationMs),
  stretch: (shape, factor) => ({ ...shape, stages: stretchStages(shape.stages, factor) }),
}

type Stage = ShapeOf<'stages'>['stages'][number]

/** Rounds where stages end, not how long they last, so that they still fill the run to the millisecond. */
function stretchStages(list: readonly Stage[], factor: number): readonly Stage[] {
  let endMs = 0
  return list.map(({ durationMs, rate }) => {
    const fromMs = Math.round(endMs * factor)
    endMs += durationMs
    return { durationMs: Math.round(endMs * factor) - fromMs, rate }
  })
}
