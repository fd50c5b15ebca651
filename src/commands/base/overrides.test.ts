import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { overridesOf } from './overrides.ts'

const nothing = { 'no-faults': false }
const stage = [{ durationMs: 30_000, rate: 20_000 }]

describe('flags become overrides', () => {
  it('that say nothing where nothing was said', () => {
    expect(Object.values(overridesOf(nothing, new Set())).filter((value) => value !== undefined)).toEqual([])
  })

  it('with a catalogue that is found from anywhere', () => {
    expect(overridesOf({ ...nothing, catalog: 'mine.csv' }, new Set())).toMatchObject({ catalog: resolve('mine.csv') })
  })

  it('with a lag beyond which events are rejected', () => {
    expect(overridesOf({ ...nothing, admission: 1000 }, new Set())).toMatchObject({ admissionMs: 1000 })
  })

  it('with no faults at all for --no-faults', () => {
    expect(overridesOf({ 'no-faults': true }, new Set()).faults).toEqual([])
  })

  it('unless faults are asked for at the same time', () => {
    expect(() => overridesOf({ 'no-faults': true, fault: ['cache:down'] }, new Set())).toThrow('contradict')
  })

  it('where a stage that was typed wins over a rate in the environment', () => {
    expect(overridesOf({ ...nothing, stage, rate: 5 }, new Set(['stage']))).toMatchObject({ stages: stage, rate: undefined })
  })

  it('where a rate that was typed beside a stage is kept, to be refused', () => {
    expect(overridesOf({ ...nothing, stage, rate: 5 }, new Set(['stage', 'rate']))).toMatchObject({ stages: stage, rate: 5 })
  })
})
