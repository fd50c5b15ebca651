import type { ScenarioFile } from '../file/schema.ts'
import type { TrafficShape } from '../scenario.ts'
import { parseRate } from '../units.ts'
import { durationOf, type Path, type Refuse, timeInRun } from './problem.ts'

type ShapeFile = NonNullable<NonNullable<ScenarioFile['traffic']>['shape']>
type StagesFile = Extract<ShapeFile, { kind: 'stages' }>

const SHAPE: Path = ['traffic', 'shape']
const rateOf = (written: number | string): number => (typeof written === 'number' ? written : (parseRate(written) as number))

/** The shape in milliseconds and events a second, and how long the run is: stages say so themselves. */
export function resolveShape(file: ScenarioFile, defaultDuration: string, refuse: Refuse): { readonly shape: TrafficShape; readonly durationMs: number } {
  const shape = file.traffic?.shape
  if (!shape) {
    const fix = 'write for example traffic: { shape: { kind: constant, rate: 20k } }'
    return refuse(['traffic'], { code: 'no_shape', message: 'the scenario does not say how much it sends', rule: 'a scenario has traffic.shape', fix })
  }
  const durationMs = shape.kind === 'stages' ? stagesDuration(shape, file.duration, refuse) : durationOf(file.duration ?? defaultDuration)
  return { shape: toShape(shape, durationMs, refuse), durationMs }
}

function stagesDuration({ stages }: StagesFile, duration: string | undefined, refuse: Refuse): number {
  const sumMs = stages.reduce((sum, stage) => sum + durationOf(stage.duration), 0)
  if (sumMs === 0) {
    const rule = 'stages last more than 0 ms together'
    refuse([...SHAPE, 'stages'], { code: 'no_time', message: 'the stages last no time', rule, fix: 'give a stage a duration' })
  }
  if (duration !== undefined && durationOf(duration) !== sumMs) {
    const rule = 'with stages, duration is their sum'
    const message = `the stages last ${sumMs} ms, the run ${duration}`
    refuse(['duration'], { code: 'duration_of_stages', message, value: duration, rule, fix: `leave duration out, or write ${sumMs}ms` })
  }
  return sumMs
}

function toShape(shape: ShapeFile, durationMs: number, refuse: Refuse): TrafficShape {
  switch (shape.kind) {
    case 'constant':
      return { kind: 'constant', rate: rateOf(shape.rate) }
    case 'ramp':
      return { kind: 'ramp', from: rateOf(shape.from), to: rateOf(shape.to) }
    case 'spike': {
      const atMs = timeInRun(shape.at, durationMs, [...SHAPE, 'at'], refuse)
      return { kind: 'spike', rate: rateOf(shape.rate), peak: rateOf(shape.peak), atMs, forMs: durationOf(shape.for) }
    }
    case 'sine':
      return toSine(shape, refuse)
    case 'stages': {
      const stages = shape.stages.map((stage) => ({ durationMs: durationOf(stage.duration), rate: rateOf(stage.rate) }))
      return { kind: 'stages', startRate: rateOf(shape.startRate ?? 0), stages }
    }
  }
}

function toSine(shape: Extract<ShapeFile, { kind: 'sine' }>, refuse: Refuse): TrafficShape {
  const [mean, amplitude] = [rateOf(shape.mean), rateOf(shape.amplitude)]
  if (amplitude > mean) {
    const rule = 'the amplitude is at most the mean: a rate is never negative'
    const value = String(shape.amplitude)
    refuse([...SHAPE, 'amplitude'], { code: 'negative_rate', message: 'the wave falls below 0', value, rule, fix: `write at most ${mean}` })
  }
  return { kind: 'sine', mean, amplitude, periodMs: durationOf(shape.period) }
}
