import { describe, expect, it } from 'vitest'
import { costChanged, costReviewed, decisions, sale, updated } from './testing/lines.ts'
import { decidedLog, failures, judge, seededLog } from './testing/judge.ts'
import { type LogBuilder, START } from './testing/log-builder.ts'

const breachesIn = (log: LogBuilder) => judge(log).margin_breaches_published

describe('given a price at the floor of its tax mode', () => {
  it.each([
    ['no tax', {}, 8_572],
    ['a flat tax', { tax: { mode: 'flat', amountMinor: 100 } }, 8_715],
    ['a contained tax of 18 %', { tax: { mode: 'inclusive', rateBps: 1_800 } }, 10_960],
    ['logistics', { logisticsMinor: 500 }, 9_286],
  ])('when there is %s, then the floor price holds and one less is a breach', (_, facts, floorMinor) => {
    expect(failures(decidedLog(facts, { priceMinor: floorMinor, floorMinor }))).toEqual([])
    expect(breachesIn(decidedLog(facts, { priceMinor: floorMinor - 1, floorMinor }))).toMatchObject({ status: 'fail', checked: 1, violations: 1 })
  })

  it('when a breach is shown, then with everything that proves it', () => {
    expect(breachesIn(decidedLog({}, { priceMinor: 8_571 })).examples).toEqual([
      { place: 'log/0 offset 1', problem: 'published under the margin floor', sku: 'A', store: 'S1', priceMinor: 8_571, costMinor: 6_000, marginBps: 2_999, floorMinor: 8_572 },
    ])
  })

  it('when only the worst admissible quantity is under the floor, then it is a breach', () => {
    expect(breachesIn(decidedLog({}, { worstUnitMinor: 8_571 })).violations).toBe(1)
    expect(breachesIn(decidedLog({}, { worstUnitMinor: 8_572 })).violations).toBe(0)
  })

  it('when the item is unavailable, then there is nothing to breach', () => {
    expect(breachesIn(decidedLog({ costMinor: 9_000 }, { priceMinor: null, floorMinor: 12_858 }))).toMatchObject({ status: 'pass', checked: 0 })
  })

  it('when no cost is known, then any price is a breach', () => {
    const row = { sku: 'B', events: 1, onHand: 0, costVersion: 0, floorMinor: null }
    const log = seededLog().batch({ now: START + 10, inputs: [sale(0, 1, { sku: 'B' })], outputs: ({ input }) => [decisions(input(0), row)] })
    expect(breachesIn(log).examples[0].problem).toBe('published though no cost is known')
  })
})

describe('given a cost that changes', () => {
  const dearer = { priceMinor: null, version: 2, floorMinor: 10_002, costVersion: 2 }

  it('when the price still clears its floor exactly, then there is no breach', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [costChanged(0, 7_000)], outputs: ({ input }) => [decisions(input(0), { version: 2, costVersion: 2, floorMinor: 10_000 })] })
    expect(failures(log)).toEqual([])
  })

  it('when the old price is decided again, then it is a breach', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [costChanged(0, 7_001)], outputs: ({ input }) => [decisions(input(0), { ...dearer, priceMinor: 10_000 })] })
    expect(breachesIn(log)).toMatchObject({ violations: 1, examples: [{ problem: 'published under the margin floor', costMinor: 7_001, marginBps: 2_999 }] })
  })

  it('when the old price is simply left standing, then it is a breach at the end of the batch', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [costChanged(0, 7_001)], outputs: ({ input }) => [decisions(input(0))] })
    expect(breachesIn(log)).toMatchObject({ violations: 1, examples: [{ place: 'log/0 offset 6', problem: 'left under the margin floor when the cost changed' }] })
  })

  it('when it comes into force later, then the old price holds until the first batch that reaches its time', () => {
    const log = seededLog()
      .batch({ now: START + 10, inputs: [costChanged(0, 7_001, { effectiveFrom: START + 100 })], outputs: ({ input }) => [decisions(input(0), {})] })
      .batch({ now: START + 99 })
    expect(failures(log)).toEqual([])
    expect(breachesIn(log.batch({ now: START + 100 })).violations).toBe(1)
  })

  it('when several wait, then they come into force in the order of their times, not of their arrival', () => {
    const waiting = [costChanged(0, 6_500, { effectiveFrom: START + 200 }), costChanged(1, 7_001, { effectiveFrom: START + 100 })]
    const log = seededLog()
      .batch({ now: START + 10, inputs: waiting, outputs: ({ input }) => [decisions(input(0), {}), decisions(input(1), {})] })
      .batch({ now: START + 300, outputs: ({ tick }) => [decisions(tick, { version: 2, costVersion: 3, floorMinor: 9_286 })] })
    expect(failures(log)).toEqual([])
  })

  it('when it is taken back as soon as the waiting cost is in force, then there is no breach', () => {
    const log = seededLog()
      .batch({ now: START + 10, inputs: [costChanged(0, 7_001, { effectiveFrom: START + 100 })], outputs: ({ input }) => [decisions(input(0), {})] })
      .batch({ now: START + 101, outputs: ({ tick }) => [decisions(tick, dearer), updated(tick, { version: 2, priceMinor: null })] })
    expect(failures(log)).toEqual([])
  })

  it('when it is older than the cost in force, then it changes nothing', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [costChanged(0, 7_001, { ts: START - 1 })], outputs: ({ input }) => [decisions(input(0), {})] })
    expect(failures(log)).toEqual([])
  })
})

describe('given a slip', () => {
  it('when it is quarantined, then the accepted cost still rules', () => {
    const slips = [costChanged(0, 60_000), costChanged(1, 600), costChanged(2, 6_000, { currency: 'USD' })]
    const log = seededLog().batch({ now: START + 10, inputs: slips, quarantined: [0, 1, 2] })
    expect(failures(log)).toEqual([])
  })

  it('when a person accepts it, then it rules from there on', () => {
    const log = seededLog()
      .batch({ now: START + 10, inputs: [costChanged(0, 60_000)], quarantined: [0] })
      .batch({ now: START + 20, inputs: [costReviewed(1, true)], outputs: ({ input }) => [decisions(input(0), { version: 2, costVersion: 2, floorMinor: 85_715 })] })
    expect(breachesIn(log)).toMatchObject({ violations: 1, examples: [{ costMinor: 60_000 }] })
  })

  it.each([
    ['a person refuses it', [costReviewed(1, false), costReviewed(2, true)]],
    ['it was foreign money', [costChanged(1, 6_000, { currency: 'USD' }), costReviewed(2, true)]],
    ['an accepted cost came after it', [costChanged(1, 5_900), costReviewed(2, true)]],
  ])('when %s, then a later acceptance accepts nothing', (why, followers) => {
    const isForeign = why.includes('foreign')
    const after = why.includes('after') ? { version: 2, costVersion: 2, floorMinor: 8_429 } : {}
    const log = seededLog().batch({
      now: START + 10,
      inputs: [costChanged(0, 60_000), ...followers],
      quarantined: isForeign ? [0, 1] : [0],
      outputs: ({ input }) => [...(isForeign ? [] : [decisions(input(1), after)]), decisions(input(2), after)],
    })
    expect(failures(log)).toEqual([])
  })
})
