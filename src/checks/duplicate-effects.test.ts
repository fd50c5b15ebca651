import { describe, expect, it } from 'vitest'
import { decisions, sale, view } from './testing/lines.ts'
import { failures, inspect, judge, seededLog } from './testing/judge.ts'
import { type BatchPlace, type LogBuilder, START } from './testing/log-builder.ts'

const doubledIn = (log: LogBuilder) => judge(log).duplicate_effects

const sold = (log: LogBuilder, now: number, n: number, events: number) =>
  log.batch({ now, inputs: [sale(n)], outputs: ({ input }) => [decisions(input(0), { events, onHand: 100 - events })] })

describe('given an id that comes again', () => {
  it('when it is deduplicated within the window, then nothing is doubled', () => {
    const log = sold(seededLog(), START + 10, 0, 1).batch({ now: START + 20, inputs: [sale(0)], deduplicated: [0] })
    expect(failures(log)).toEqual([])
    expect(inspect(log).counters).toMatchObject({ accepted: 3, processed: 2, deduplicated: 1, lateDuplicates: 0 })
  })

  it('when it takes effect again within the window, then the effect is doubled, once', () => {
    const log = sold(sold(sold(seededLog(), START + 10, 0, 1), START + 60_009, 0, 2), START + 60_009, 1, 3)
    expect(doubledIn(log)).toMatchObject({ status: 'fail', violations: 1, examples: [{ place: 'log/0 offset 7', id: 'g1-0-0' }] })
  })

  it('when it takes effect again after the window, then it is a late duplicate and a new event', () => {
    const log = sold(sold(seededLog(), START + 10, 0, 1), START + 60_010, 0, 2)
    expect(failures(log)).toEqual([])
    expect(inspect(log).counters.lateDuplicates).toBe(1)
  })

  it('when a duplicate is folded, then the effect is doubled', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [view(0), view(0)], folded: 2 })
    expect(doubledIn(log).violations).toBe(1)
  })
})

describe('given an input with two outcomes', () => {
  it('when it is the cause of two decisions lines, then its effect is doubled', () => {
    const once = { events: 1, onHand: 99 }
    const log = seededLog().batch({ now: START + 10, inputs: [sale(0)], outputs: ({ input }) => [decisions(input(0), once), decisions(input(0), once)] })
    expect(doubledIn(log)).toMatchObject({ violations: 1, examples: [{ problem: 'the input is decided already' }] })
  })

  it('when a later batch decides it again, then its effect is doubled', () => {
    const log = sold(seededLog(), START + 10, 0, 1).batch({ now: START + 20, outputs: () => [decisions(4, { events: 1, onHand: 99 })] })
    expect(doubledIn(log)).toMatchObject({ violations: 1, examples: [{ place: 'log/0 offset 4' }] })
  })

  it('when it is decided and deduplicated, then that is one outcome too many', () => {
    const again = { now: START + 20, inputs: [sale(0)], deduplicated: [0], outputs: ({ input }: BatchPlace) => [decisions(input(0), { events: 1, onHand: 99 })] }
    const log = sold(seededLog(), START + 10, 0, 1).batch(again)
    expect(doubledIn(log)).toMatchObject({ violations: 1, examples: [{ problem: 'the input is deduplicated already', outcome: 'decided' }] })
  })

  it('when it points to an input that is not there, then that is an effect without an event', () => {
    const log = seededLog().batch({ now: START + 10, outputs: () => [decisions(999, {})] })
    expect(doubledIn(log)).toMatchObject({ violations: 1, examples: [{ place: 'log/0 offset 999', problem: 'there is no such input' }] })
  })
})

describe('given a batch number that comes again', () => {
  const twice = (order: (record: Record<string, unknown>) => object) => seededLog().batch({ now: START + 10 }).batch({ now: START + 20, order })

  it('when that batch is whole, then another owner has committed it already', () => {
    expect(doubledIn(twice((record) => ({ ...record, batch: 1 })))).toMatchObject({ status: 'fail', violations: 1, examples: [{ problem: 'a batch was committed that had been committed already' }, { value: 'batch 1' }] })
  })

  it('when it is not, or when a number was left out, then the record is damaged, and that proves nothing', () => {
    expect(doubledIn(twice((record) => ({ ...record, batch: 1, crc: 7 }))).status).toBe('unknown')
    expect(doubledIn(twice((record) => ({ ...record, batch: 3 }))).status).toBe('unknown')
  })
})

describe('given a counter that runs ahead', () => {
  it('when a row counts two events that did not happen, then two effects are doubled, however often they are shown', () => {
    const log = sold(sold(seededLog(), START + 10, 0, 3), START + 20, 1, 4)
    expect(doubledIn(log)).toMatchObject({ violations: 2, examples: [{ expected: 1, found: 3 }] })
  })
})
