import { describe, expect, it } from 'vitest'
import { competitorSeen, costChanged, deadLetter, decisions, sale, seeded, updated, view } from './testing/lines.ts'
import { acknowledged, failures, inspect, judge, seededLog } from './testing/judge.ts'
import { LogBuilder, START } from './testing/log-builder.ts'

const lostIn = (log: LogBuilder, acked = 0) => judge(log, [], { sent: acknowledged(acked) }).lost

describe('given a log in which everything has its outcome', () => {
  const poison = '{poison "id":"g1-0-2"'
  const log = seededLog()
    .batch({
      now: START + 10,
      inputs: [sale(0), view(1), poison],
      folded: 1,
      outputs: ({ input }) => [decisions(input(0), { events: 1, onHand: 99 }), deadLetter(input(2), poison)],
    })
    .batch({ now: START + 260, outputs: ({ tick }) => [decisions(tick, { events: 2, onHand: 99 })] })

  it('when all acknowledged ids stand in it, then nothing is lost', () => {
    expect(failures(log, [], { sent: acknowledged(3) })).toEqual([])
    expect(lostIn(log, 3)).toMatchObject({ status: 'pass', checked: 7 })
  })

  it('when the counters are added up, then every input is accounted for', () => {
    expect(inspect(log).counters).toMatchObject({ accepted: 4, processed: 3, folded: 1, deadLettered: 1, inFlight: 0, decisions: 3 })
  })

  it('when more ids were acknowledged than stand in it, then each missing one is lost, by name', () => {
    const { violations, examples } = lostIn(log, 5)
    expect(violations).toBe(2)
    expect(examples).toEqual([{ place: 'log/0', problem: 'acknowledged, but not in the log', ids: 'g1-0-3 to g1-0-4' }])
  })

  it('when an id that nobody acknowledged stands behind a gap, then the gap ends where the acknowledgements do', () => {
    const gap = seededLog().batch({ now: START + 10, inputs: [view(0), view(5)], folded: 2 })
    expect(lostIn(gap, 3)).toMatchObject({ violations: 2, examples: [{ ids: 'g1-0-1 to g1-0-2' }] })
  })

  it('when a whole partition has no findings, then everything acknowledged for it is lost', () => {
    const sent = { generators: [{ generator: 1, partitions: [{ partition: 7, handed: 4, acked: 4 }] }] }
    expect(judge(log, [], { sent }).lost.violations).toBe(4)
  })
})

describe('given admission control', () => {
  const log = seededLog().batch({ now: START + 10, inputs: [view(0), view(1)], folded: 2 })
  const lostOf = (partition: object) => judge(log, [], { sent: { generators: [{ generator: 1, partitions: [{ partition: 0, handed: 2, acked: 2, ...partition }] }] } }).lost

  it('when all that was offered is in the log or was rejected by kind, then nothing is lost', () => {
    expect(lostOf({ offered: 9, rejected: { demand: 4, sales: 3 } })).toMatchObject({ status: 'pass', violations: 0 })
  })

  it.each([
    ['was offered and is nowhere', 9, 1],
    ['was rejected without having been offered', 5, 3],
  ])('when an event %s, then that is a loss at the door', (_case, offered, violations) => {
    const problem = 'offered, and neither handed to the log nor rejected'
    expect(lostOf({ offered, rejected: { demand: 4, sales: 2 } })).toMatchObject({ status: 'fail', violations, examples: [{ place: 'sent.json', problem, partition: 0, offered, handed: 2, rejected: 6 }] })
  })
})

describe('given inputs in flight', () => {
  it('when they were acknowledged, then they are not lost', () => {
    const log = seededLog().append(sale(0), '{"id":"g1-0-1", torn in the middle')
    expect(lostIn(log, 2).status).toBe('pass')
    expect(inspect(log).counters).toMatchObject({ accepted: 3, inFlight: 2 })
  })
})

describe('given an input without its outcome', () => {
  it('when a sale has no decisions line, then it is lost', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [sale(0)] })
    expect(lostIn(log)).toMatchObject({ status: 'fail', violations: 1, examples: [{ place: 'log/0 offset 4', id: 'g1-0-0' }] })
  })

  it('when a decisions line is there but says nothing of the item, then the effect is lost', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [sale(0)], outputs: ({ input }) => [decisions(input(0))] })
    expect(lostIn(log).examples[0].problem).toBe('its decisions line has no row of its item')
  })

  it('when fewer inputs are folded than are left over, then the difference is lost', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [view(0), view(1)], folded: 1 })
    expect(lostIn(log)).toMatchObject({ status: 'fail', violations: 1 })
  })

  it('when a dead letter holds another record than the line, then the line is lost', () => {
    const log = seededLog().batch({ now: START + 10, inputs: ['poison'], outputs: ({ input }) => [deadLetter(input(0), 'another poison')] })
    expect(lostIn(log).examples[0].problem).toBe('its dead letter holds something else')
  })
})

describe('given an event that was set aside', () => {
  it('when its id is new but was taken for a duplicate, then it is lost, once', () => {
    const log = seededLog()
      .batch({ now: START + 10, inputs: [sale(0)], deduplicated: [0] })
      .batch({ now: START + 20, inputs: [sale(1)], outputs: ({ input }) => [decisions(input(0), { events: 1, onHand: 99 })] })
    expect(lostIn(log)).toMatchObject({ status: 'fail', violations: 1, examples: [{ id: 'g1-0-0' }] })
  })

  it('when an ordinary cost was quarantined, then it is lost', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [costChanged(0, 6_100)], quarantined: [0] })
    expect(lostIn(log).examples[0].problem).toMatch(/no slip/)
  })
})

describe('given a folded view', () => {
  const folded = () => seededLog().batch({ now: START + 10, inputs: [view(0)], folded: 1 })

  it('when the log ends before its time, then it is not lost', () => {
    expect(lostIn(folded().batch({ now: START + 259 })).status).toBe('pass')
  })

  it('when a batch comes at its time and has no row of the item, then it is lost', () => {
    expect(lostIn(folded().batch({ now: START + 260 }))).toMatchObject({ status: 'fail', violations: 1, examples: [{ place: 'log/0 offset 4', foldedAt: START + 10 }] })
  })

  it('when the next batch comes late and does the work, then it is not lost', () => {
    expect(lostIn(folded().batch({ now: START + 5_000, outputs: ({ tick }) => [decisions(tick, { events: 1 })] })).status).toBe('pass')
  })

  it('when a row shows the item without it, then it is lost', () => {
    const log = folded().batch({ now: START + 20, inputs: [sale(1)], outputs: ({ input }) => [decisions(input(0), { events: 1, onHand: 99 })] })
    expect(lostIn(log)).toMatchObject({ status: 'fail', violations: 1, examples: [{ expected: 2, found: 1 }] })
  })

  it('when later rows lack it too, then it is still one loss', () => {
    const log = folded()
      .batch({ now: START + 20, inputs: [sale(1)], outputs: ({ input }) => [decisions(input(0), { events: 1, onHand: 99 })] })
      .batch({ now: START + 30, inputs: [sale(2)], outputs: ({ input }) => [decisions(input(0), { events: 2, onHand: 98 })] })
    expect(lostIn(log).violations).toBe(1)
  })
})

describe('given a folded competitor price', () => {
  it('when no row of its SKU follows in time, then it is lost', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [competitorSeen(0)], folded: 1 })
    expect(lostIn(log).status).toBe('pass')
    expect(lostIn(log.batch({ now: START + 300 })).violations).toBe(1)
  })
})

describe('given rules that name no SKU', () => {
  it('when their decisions line is empty, then nothing is lost', () => {
    const rule = { topic: 'promo_rules', id: 'seed-0-0', type: 'promotion_created', ts: START, data: { promotion: { id: 'p' } } }
    const log = new LogBuilder().batch({ now: START, inputs: [seeded(), rule], outputs: ({ input }) => [decisions(input(0), {}), updated(input(0)), decisions(input(1))] })
    expect(lostIn(log).status).toBe('pass')
  })
})
