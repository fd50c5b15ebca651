import { describe, expect, it } from 'vitest'
import { scaleScenario, withRate, withStages } from './reshape.ts'
import { builtInScenario } from './resolve-scenario.ts'

const scaleFault = (fault: string, factor: number) => `${fault}×${factor}`

describe('a scenario at another length', () => {
  it('keeps spikes, shocks and aborts at their place in the run', () => {
    const spike = builtInScenario('spike-10x')
    const shock = builtInScenario('vendor-cost-shock')
    expect(scaleScenario(spike, 30_000, scaleFault).traffic.shape).toMatchObject({ atMs: 10_000, forMs: 10_000, peak: 20_000 })
    expect(scaleScenario(shock, 120_000, scaleFault).traffic.cost.shock).toMatchObject({ atMs: 30_000, upBps: 1_500 })
    const aborting = { ...spike, abortOnFail: [{ threshold: 'lost: count==0', delayMs: 8_000 }] }
    expect(scaleScenario(aborting, 30_000, scaleFault).abortOnFail).toEqual([{ threshold: 'lost: count==0', delayMs: 4_000 }])
  })

  it('leaves alone what began before the run or never ends', () => {
    const flashSale = builtInScenario('flash-sale')
    const began = { ...flashSale, promotions: [{ ...flashSale.promotions[2], startsAt: flashSale.startsAt - 5_000 }] }
    expect(scaleScenario(began, 30_000, scaleFault).promotions).toEqual(began.promotions)
  })

  it('is itself at its own length', () => {
    const flashSale = builtInScenario('flash-sale')
    expect(scaleScenario(flashSale, 60_000, scaleFault)).toBe(flashSale)
  })
})

it('a constant rate changes nothing but the shape', () => {
  const spike = builtInScenario('spike-10x')
  expect(withRate(spike, 5)).toEqual({ ...spike, traffic: { ...spike.traffic, shape: { kind: 'constant', rate: 5 } } })
})

it('stages bring their own length, and faults move with it', () => {
  const staged = withStages(builtInScenario('flash-sale'), [{ durationMs: 120_000, rate: 10 }], scaleFault)
  expect(staged).toMatchObject({ durationMs: 120_000, faults: ['bolt.price:crash@30s×2'] })
})
