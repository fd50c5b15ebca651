import { describe, expect, it } from 'vitest'
import { counted, decisions, moved, sale } from './testing/lines.ts'
import { failures, judge, seededLog } from './testing/judge.ts'
import { type LogBuilder, START } from './testing/log-builder.ts'

/** A log in which each event, in turn, is said to leave this stock. */
function log(...steps: readonly (readonly [event: object, onHand: number])[]): LogBuilder {
  const inputs = steps.map(([event]) => event)
  return seededLog().batch({ now: START + 10, inputs, outputs: ({ input }) => steps.map(([, onHand], n) => decisions(input(n), { events: n + 1, onHand })) })
}

describe('given movements and counts', () => {
  it.each([
    ['received and released units add', log([moved(0, 'received', 10), 110], [moved(1, 'released', 2), 112])],
    ['sold, reserved and written-off units subtract', log([sale(0, 3), 97], [moved(1, 'reserved', 7), 90], [moved(2, 'written_off', 2), 88])],
    ['a count sets the stock', log([counted(0, 40), 40], [sale(1, 1), 39])],
    ['an older count changes nothing', log([counted(0, 40, START + 5), 40], [counted(1, 70, START + 4), 40], [counted(2, 60, START + 5), 60])],
    ['there is never less than nothing', log([sale(0, 150), 0], [moved(1, 'received', 5), 5])],
  ])('when %s, then stock is conserved', (_, healthy) => {
    expect(failures(healthy)).toEqual([])
  })

  it('when a unit vanishes, then that is one violation, however often it is shown', () => {
    const { conservation } = judge(log([sale(0), 98], [sale(1), 97]))
    expect(conservation).toMatchObject({ status: 'fail', checked: 3, violations: 1, examples: [{ place: 'log/0 offset 6', expected: 99, found: 98 }] })
  })

  it('when an older count was applied, then stock is not conserved', () => {
    expect(judge(log([counted(0, 40, START + 5), 40], [counted(1, 70, START + 4), 70])).conservation.violations).toBe(1)
  })
})
