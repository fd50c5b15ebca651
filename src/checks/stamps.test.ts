import { describe, expect, it } from 'vitest'
import { costChanged, decisions, type RowFacts, seeded, updated } from './testing/lines.ts'
import { decidedLog, failures, judge, seededLog } from './testing/judge.ts'
import { LogBuilder, START } from './testing/log-builder.ts'

const stampsOf = (log: LogBuilder) => judge(log).stamps
const first = (row: RowFacts, facts: object = {}) => decidedLog(facts, row)

describe('given the floor that a decision is stamped with', () => {
  const hopeless = { tax: { mode: 'inclusive', rateBps: 25_000 } }

  it.each([
    ['the margin floor itself', first({ floorMinor: 8_572 })],
    ['a higher floor of another rule', first({ floorMinor: 9_500 })],
    ['none, where no price clears the floor', first({ floorMinor: null, priceMinor: null }, hopeless)],
    ['none, where everything clears it', first({ floorMinor: null }, { costMinor: 0 })],
  ])('when it is %s, then it holds', (_, log) => {
    expect(failures(log)).toEqual([])
  })

  it.each([
    ['lower than the margin floor', first({ floorMinor: 8_571 })],
    ['none, although there is one', first({ floorMinor: null })],
    ['one, although no price clears the floor', first({ floorMinor: 9_000, priceMinor: null }, hopeless)],
  ])('when it is %s, then it is a violation', (_, log) => {
    expect(stampsOf(log)).toMatchObject({ status: 'fail', checked: 1, violations: 1 })
  })
})

describe('given the cost version', () => {
  it('when it lags behind the cost topic, then it is a violation', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [costChanged(0, 6_000)], outputs: ({ input }) => [decisions(input(0), {})] })
    expect(stampsOf(log)).toMatchObject({ violations: 1, examples: [{ expected: 2, found: 1 }] })
  })

  it('when a slip was accepted, then the slip and every stamp that follows it are violations', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [costChanged(0, 600)], outputs: ({ input }) => [decisions(input(0), { version: 2, costVersion: 2 })] })
    expect(stampsOf(log).examples.map(({ problem }) => problem)).toEqual(['a slip was not quarantined', 'stamped with another cost version'])
  })
})

describe('given a price update', () => {
  it('when it says another price than the decision, then it is a violation', () => {
    const log = new LogBuilder().batch({ now: START, inputs: [seeded()], outputs: ({ input }) => [decisions(input(0), {}), updated(input(0), { priceMinor: 9_000 })] })
    expect(stampsOf(log)).toMatchObject({ violations: 1, examples: [{ place: 'log/0 offset 2', expected: 10_000, found: 9_000 }] })
  })
})

describe('given a price that changed', () => {
  const lowered = { version: 2, priceMinor: 9_500 }
  const changed = (...updates: readonly object[]) => seededLog().batch({ now: START + 10, outputs: ({ tick }) => [decisions(tick, lowered), ...updates.map((facts) => updated(tick, facts))] })

  it('when an update says so, then all is well', () => {
    expect(failures(changed(lowered))).toEqual([])
  })

  it('when no update says so by the end of the batch, then it is a violation', () => {
    expect(stampsOf(changed())).toMatchObject({ violations: 1, examples: [{ problem: 'a price changed without a price update', decided: 9_500, told: 10_000 }] })
  })

  it('when it is said twice, then the second update changes nothing, and that is a violation', () => {
    expect(stampsOf(changed(lowered, lowered))).toMatchObject({ violations: 1, examples: [{ problem: 'a price update that changes nothing' }] })
  })

  it('when only the price at the worst quantity changed, then an update with the same price is right', () => {
    const worse = { version: 2, worstUnitMinor: 9_000 }
    const log = seededLog().batch({ now: START + 10, outputs: ({ tick }) => [decisions(tick, worse), updated(tick, { version: 2 })] })
    expect(failures(log)).toEqual([])
  })
})
