import { describe, expect, it } from 'vitest'
import type { Sent } from './record/sent.ts'
import { scheduledEvents } from './schedule.ts'
import { acknowledged, judge, seededLog } from './testing/judge.ts'
import { decisions, sale } from './testing/lines.ts'
import { START } from './testing/log-builder.ts'

const log = seededLog().batch({ now: START + 10, inputs: [sale(0)], outputs: ({ input }) => [decisions(input(0), { events: 1, onHand: 99 })] })
const partitions = [{ partition: 0, offered: 3, handed: 1, acked: 1, rejected: { sales: 2 } }]
const honest: Sent = { generators: [{ generator: 1, partitions }], planned: { sales: 3 }, sent: { sales: 3 }, inTime: 3, lateByGenerator: 0, lateByBackpressure: 0, ended: true }
const schedule = { events: 3, isSilenced: false }

const judged = (facts: Partial<Sent>, ofSchedule = schedule) => judge(log, [], { sent: { ...honest, ...facts }, schedule: ofSchedule }).load_honesty

describe('given a generator that sent what its schedule has', () => {
  it('when all counts agree, then the load was as it is said to be', () => {
    expect(judged({})).toMatchObject({ status: 'pass', checked: 3 })
  })

  it.each([
    ['it sent less than it planned', { sent: { sales: 2 }, inTime: 2 }, 'another number was sent than was planned'],
    ['it planned less than the schedule has', { planned: { sales: 1 }, sent: { sales: 1 }, inTime: 1 }, 'the generator planned another number of events than the schedule has'],
    ['events are neither in time nor late', { inTime: 2 }, 'another number was sent than was in time or late'],
    ['it offered less than it says it sent', { generators: [{ generator: 1, partitions: [{ ...partitions[0], offered: 2, rejected: { sales: 1 } }] }] }, 'another number was sent than was offered to the partitions'],
    ['the log holds an id that it never gave out', { generators: [{ generator: 1, partitions: [{ ...partitions[0], handed: 0, acked: 0, rejected: { sales: 3 } }] }] }, 'in the log, and never sent'],
  ])('when %s, then that is a violation', (_, facts, problem) => {
    const found = judged(facts)
    expect(found.status).toBe('fail')
    expect(found.examples.map((example) => example.problem)).toContain(problem)
  })

  it('when a fault silenced a feed, then its events leave the plan', () => {
    const facts = { planned: { sales: 1 }, sent: { sales: 1 }, inTime: 1, generators: [{ generator: 1, partitions: [{ ...partitions[0], offered: 1, rejected: {} }] }] }
    expect(judged(facts, { ...schedule, isSilenced: true }).status).toBe('pass')
    expect(judged(facts).status).toBe('fail')
  })

  it('when the traffic has not ended, then some of it is still to be sent', () => {
    expect(judged({ sent: { sales: 3 }, planned: { sales: 9 }, ended: false }, { ...schedule, events: 9 }).status).toBe('pass')
  })
})

describe('given a generator that was late', () => {
  it('when it was the limit itself, then nothing is proved', () => {
    expect(judged({ inTime: 1, lateByGenerator: 2 })).toMatchObject({ status: 'unknown', examples: [{ problem: expect.stringMatching(/generator was the limit/) }] })
  })

  it('when the run was cut off, then it claims no load', () => {
    expect(judged({ inTime: 1, lateByGenerator: 2, ended: false }).status).toBe('pass')
  })

  it('when the log had no room for it, then the load was honest', () => {
    expect(judged({ inTime: 1, lateByGenerator: 0, lateByBackpressure: 2 }).status).toBe('pass')
  })
})

describe('given no generator, or one that tells no more than its acknowledgements', () => {
  it('when a recording was replayed, then there was no load to be honest about', () => {
    expect(judge(log, [], { sent: null, schedule }).load_honesty).toMatchObject({ status: 'pass', checked: 0 })
    expect(judge(log, [], { sent: acknowledged(1), schedule }).load_honesty).toMatchObject({ status: 'pass', checked: 0 })
  })
})

describe('given a shape of traffic', () => {
  it.each([
    ['constant', { kind: 'constant', rate: 20_000 }, 1_200_000],
    ['ramp', { kind: 'ramp', from: 0, to: 1_000 }, 30_000],
    ['spike', { kind: 'spike', rate: 100, peak: 1_000, atMs: 50_000, forMs: 20_000 }, 15_000],
    ['stages that end early', { kind: 'stages', startRate: 0, stages: [{ durationMs: 10_000, rate: 100 }, { durationMs: 0, rate: 10 }] }, 1_000],
    ['stages that are cut off', { kind: 'stages', startRate: 0, stages: [{ durationMs: 120_000, rate: 100 }] }, 1_500],
    ['sine, over whole periods', { kind: 'sine', mean: 500, amplitude: 300, periodMs: 20_000 }, 30_000],
    ['sine, over half a period more', { kind: 'sine', mean: 500, amplitude: 300, periodMs: 24_000 }, 30_000 + Math.floor((300 * 24) / Math.PI)],
  ])('when it is %s, then its events over a minute are the area under it', (_, shape, events) => {
    expect(scheduledEvents(shape, 60_000)).toBe(events)
  })

  it('when the kind is unknown, then nobody can say', () => {
    expect(scheduledEvents({ kind: 'sawtooth' }, 60_000)).toBeUndefined()
  })
})
