import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { TrafficShape } from '../scenario.ts'
import { dueBy, SHAPE_KINDS, steadyRate, stretch } from './registry.ts'
import { cosineOfTurn } from './sine.ts'

const MINUTE_MS = 60_000
const constant: TrafficShape = { kind: 'constant', rate: 20_000 }
const ramp: TrafficShape = { kind: 'ramp', from: 0, to: 20_000 }
const spike: TrafficShape = { kind: 'spike', rate: 2_000, peak: 20_000, atMs: 20_000, forMs: 10_000 }
const sine: TrafficShape = { kind: 'sine', mean: 1_000, amplitude: 1_000, periodMs: 20_000 }
const stages: TrafficShape = {
  kind: 'stages',
  startRate: 0,
  stages: [
    { durationMs: 10_000, rate: 1_000 },
    { durationMs: 20_000, rate: 1_000 },
    { durationMs: 0, rate: 5_000 },
    { durationMs: 10_000, rate: 5_000 },
    { durationMs: 20_000, rate: 0 },
  ],
}

describe('dueBy', () => {
  it.each<[sentence: string, shape: TrafficShape, elapsedMs: number, due: number]>([
    ['a constant rate has nothing due at the start', constant, 0, 0],
    ['a constant 20,000/s has 20 events due in each millisecond', constant, 1, 20],
    ['a constant rate is exact over a minute', constant, MINUTE_MS, 1_200_000],
    ['nothing is due before the run', constant, -5, 0],
    ['nothing more is due after the run', constant, MINUTE_MS + 5_000, 1_200_000],
    ['a rate of one in two seconds is due every other second', { kind: 'constant', rate: 0.5 }, 3_999, 1],
    ['a ramp from 0 has sent a quarter at half time', ramp, 30_000, 150_000],
    ['a ramp sends the area of its triangle', ramp, MINUTE_MS, 600_000],
    ['a falling ramp sends the same area', { kind: 'ramp', from: 20_000, to: 0 }, MINUTE_MS, 600_000],
    ['a ramp has sent nothing whole in its first milliseconds', ramp, 2, 0],
    ['a spike runs at its ordinary rate first', spike, 20_000, 40_000],
    ['a spike runs at its peak within', spike, 25_000, 40_000 + 100_000],
    ['a spike returns to its ordinary rate', spike, 31_000, 40_000 + 200_000 + 2_000],
    ['a wave sends its mean over whole periods', sine, 40_000, 40_000],
    ['a wave is ahead by amplitude × period ÷ π at the end of its crest', sine, 10_000, 10_000 + 6_366],
    ['a wave is ahead by half of that at a quarter of the period', sine, 5_000, 5_000 + 3_183],
    ['a stage ramps from the rate before it', stages, 10_000, 5_000],
    ['a stage to the same rate holds it', stages, 30_000, 25_000],
    ['a stage of no length jumps', stages, 31_000, 30_000],
    ['the last stage may end in silence', stages, MINUTE_MS, 5_000 + 20_000 + 50_000 + 50_000],
    ['after the last stage its rate goes on', { kind: 'stages', startRate: 10, stages: [{ durationMs: 1_000, rate: 20 }] }, 2_000, 35],
  ])('%s', (_sentence, shape, elapsedMs, due) => {
    expect(dueBy(shape, elapsedMs, MINUTE_MS)).toBe(due)
  })

  const rate = fc.double({ min: 0, max: 1e6, noNaN: true })
  const durationMs = fc.integer({ min: 1, max: 3_600_000 })
  const anyShape: fc.Arbitrary<TrafficShape> = fc.oneof(
    rate.map((value) => ({ kind: 'constant' as const, rate: value })),
    fc.record({ kind: fc.constant('ramp' as const), from: rate, to: rate }),
    fc.record({ kind: fc.constant('spike' as const), rate, peak: rate, atMs: durationMs, forMs: durationMs }),
    rate.chain((mean) =>
      fc.record({ kind: fc.constant('sine' as const), mean: fc.constant(mean), amplitude: fc.double({ min: 0, max: mean, noNaN: true }), periodMs: durationMs }),
    ),
    fc.record({ kind: fc.constant('stages' as const), startRate: rate, stages: fc.array(fc.record({ durationMs: fc.integer({ min: 0, max: 60_000 }), rate })) }),
  )

  it('never takes an event back', () => {
    fc.assert(
      fc.property(anyShape, durationMs, fc.double({ min: 0, max: 1, noNaN: true }), (shape, lengthMs, place) => {
        const elapsedMs = Math.floor(place * lengthMs)
        expect(dueBy(shape, elapsedMs + 1, lengthMs)).toBeGreaterThanOrEqual(dueBy(shape, elapsedMs, lengthMs))
      }),
    )
  })
})

describe('steadyRate', () => {
  it.each<[string, TrafficShape, number]>([
    ['a constant rate', constant, 20_000],
    ['the middle of a ramp', ramp, 10_000],
    ['the rate before a spike', spike, 2_000],
    ['the mean of a wave', sine, 1_000],
    ['the average of stages', stages, 125_000 / 60],
  ])('is %s', (_sentence, shape, rate) => {
    expect(steadyRate(shape, MINUTE_MS)).toBeCloseTo(rate, 9)
  })
})

describe('stretch', () => {
  it('keeps every kind the same picture at another length', () => {
    for (const shape of [constant, ramp, spike, sine, stages]) {
      const halfMs = MINUTE_MS / 2
      expect(dueBy(stretch(shape, 0.5), 12_500, halfMs) * 2, shape.kind).toBeCloseTo(dueBy(shape, 25_000, MINUTE_MS), -1)
    }
  })

  it('ends the last stage exactly where the run ends', () => {
    const thirds: TrafficShape = { kind: 'stages', startRate: 0, stages: [1, 2, 3].map((rate) => ({ durationMs: 333, rate })) }
    const stretched = stretch(thirds, 1000 / 999)
    expect(stretched.kind === 'stages' && stretched.stages.reduce((sum, stage) => sum + stage.durationMs, 0)).toBe(1000)
  })
})

describe('cosineOfTurn', () => {
  it('agrees with Math.cos to the last bits all the way round', () => {
    for (let turn = 0; turn < 1; turn += 1 / 720) expect(cosineOfTurn(turn)).toBeCloseTo(Math.cos(2 * Math.PI * turn), 14)
  })
})

it('every kind of shape says in words what it is', () => {
  for (const { summary } of Object.values(SHAPE_KINDS)) expect(summary).toMatch(/\w+ \w+/)
})
