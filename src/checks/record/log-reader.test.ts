import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inspectPartition } from '../inspect-partition.ts'
import { failures, inspect, judge, seededLog } from '../testing/judge.ts'
import { decisions, sale, seeded, view } from '../testing/lines.ts'
import { type BatchPlan, LogBuilder, SCENARIO, START } from '../testing/log-builder.ts'
import { healthyPipeline } from '../testing/random-traffic.ts'

const sold: BatchPlan = { now: START + 10, inputs: [sale(0)], outputs: ({ input }) => [decisions(input(0), { events: 1, onHand: 99 })] }

describe('given any healthy log', () => {
  it('when it is torn at any byte, then no check raises a false alarm', () => {
    fc.assert(
      fc.property(healthyPipeline, fc.double({ min: 0, max: 1, noNaN: true }), ({ log }, share) => {
        const bytes = log.bytes()
        const findings = inspect([bytes.subarray(0, Math.round(bytes.length * share))])
        expect(findings.damage).toEqual([])
        expect(Object.entries(findings.tallies).filter(([, { violations }]) => violations > 0)).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('when it is read in pieces of any size, then the findings are the same', () => {
    fc.assert(
      fc.property(healthyPipeline, fc.integer({ min: 1, max: 3_000 }), ({ log }, size) => {
        const bytes = log.bytes()
        const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) => bytes.subarray(at * size, (at + 1) * size))
        expect(inspect(pieces)).toEqual(inspect([bytes]))
      }),
      { numRuns: 100 },
    )
  })

  it('when any bit under a CRC is flipped, then the verdict is not a pass', () => {
    fc.assert(
      fc.property(healthyPipeline, fc.nat(), fc.nat(7), ({ log }, anywhere, bit) => {
        const covered = log.lines.flatMap((line, at) => (line.startsWith('{"topic":"order"') ? [] : [at]))
        const line = covered[anywhere % covered.length]
        const start = Buffer.byteLength(log.lines.slice(0, line).map((text) => `${text}\n`).join(''))
        const bytes = log.bytes()
        bytes[start + (anywhere % Buffer.byteLength(log.lines[line]))] ^= 1 << bit
        expect(inspect([bytes]).damage).toHaveLength(1)
      }),
      { numRuns: 300 },
    )
  })
})

describe('given a log that was cut off', () => {
  it('when inputs, outputs and half a line follow the last order record, then they are in flight, void and torn', () => {
    const log = seededLog().append(sale(0), view(1), decisions(4, { events: 1, onHand: 99 }))
    const findings = inspect([log.bytes(), Buffer.from('{"topic":"ord')])
    expect(findings).toMatchObject({ batches: 1, voidLines: 1, tornBytes: 13, counters: { accepted: 3, inFlight: 2, decisions: 1 } })
  })

  it('when there is nothing at all, then nothing is wrong with it', () => {
    expect(failures([])).toEqual([])
    expect(inspect([]).counters.accepted).toBe(0)
  })
})

describe('given a row that several stores share', () => {
  it('when it is read, then each store is one decision', () => {
    const scenario = { ...SCENARIO, catalog: { stores: ['S1', 'S2', 'S3'] } }
    const shared = ['A', 10_000, 0, 4_000, 8_572, 1, 'BASE_PRICE', [['S1', 1, 0, 100], ['S2', 1, 0, 100]]]
    const alone = ['A', 10_000, 0, 4_000, 8_572, 1, 'BASE_PRICE', [['S3', 1, 0, 99]]]
    const log = new LogBuilder().batch({ now: START, inputs: [seeded('A', {}, 3)], outputs: ({ input }) => [{ topic: 'pricing_decisions', cause: input(0), rules: 1, decisions: [shared, alone] }] })
    const { counters, tallies } = inspectPartition({ partition: 0, scenario, log: [log.bytes()] })
    expect(counters.decisions).toBe(3)
    expect(tallies.conservation).toMatchObject({ checked: 3, violations: 1, examples: [{ store: 'S3', expected: 100, found: 99 }] })
  })
})

describe('given a log that was tampered with', () => {
  it.each([
    ['a line was changed', (text: string) => text.replace('"qty":1', '"qty":2'), 'log/0 offset 6', /^the bytes of offsets 4 to 5 have crc \d+$/],
    ['a line was taken out', (text: string) => text.replace(/.*"sale".*\n/, ''), 'log/0 offset 5', /crc/],
    ['a batch was taken out', (text: string) => text.split('\n').slice(4).join('\n'), 'log/0 offset 2', /^batch 0 comes next$/],
    ['an order record is no order record', (text: string) => text.replace('"inputs":1,"folded":0,"crc"', '"inputs":-1,"folded":0,"crc"'), 'log/0 offset 3', /^an order record holds/],
  ])('when %s, then the damage is named with its offset and what came before stays judged', (_, tamper, place, rule) => {
    const tampered = [Buffer.from(tamper(seededLog().batch(sold).bytes().toString()))]
    expect(inspect(tampered).damage).toEqual([{ place, value: expect.any(String), rule: expect.stringMatching(rule) }])
    expect(judge(tampered).lost).toMatchObject({ status: 'unknown', examples: [{ place }] })
  })

  it.each([
    ['now falls', { now: START - 1 }, 'now never falls'],
    ['too many inputs are claimed', { ...sold, order: (record: object) => ({ ...record, inputs: 9 }) }, '2 lines stand before'],
    ['too few inputs are claimed', { ...sold, order: (record: object) => ({ ...record, inputs: 0 }) }, 'only output lines follow'],
    ['a decisions line is no JSON', { now: START + 10, inputs: [sale(0)], outputs: () => ['{"topic":"pricing_decisions","cause":4,,}' as unknown as object] }, 'an output line is JSON'],
    ['a row is no row', { now: START + 10, outputs: () => [{ topic: 'pricing_decisions', cause: 't1', rules: 1, decisions: [['A']] }] }, 'a decisions line holds rows'],
    ['a row has no stores', { now: START + 10, outputs: () => [{ topic: 'pricing_decisions', cause: 't1', rules: 1, decisions: [['A', 1, 0, 0, 1, 1, 'X', [null]]] }] }, 'a decisions line holds rows'],
  ] as readonly [string, BatchPlan, string][])('when %s, then it is damage', (_, plan, rule) => {
    expect(inspect(seededLog().batch(plan)).damage[0].rule).toContain(rule)
  })

  it('when a violation stands before the damage, then the verdict is fail, not unknown', () => {
    const log = seededLog().batch({ now: START + 10, inputs: [sale(0)] }).batch({ now: START - 1 })
    expect(judge(log).lost.status).toBe('fail')
    expect(judge(log).conservation.status).toBe('unknown')
  })

  it('when acknowledged ids may stand behind the damage, then their absence is not a loss', () => {
    const sent = { generators: [{ generator: 1, partitions: [{ partition: 0, handed: 9, acked: 9 }] }] }
    expect(judge(seededLog().batch({ now: START - 1 }), [], { sent }).lost.status).toBe('unknown')
  })
})

describe('given poison that looks like the pipeline\'s own lines', () => {
  it('when an input begins like a decision, then it is an input all the same', () => {
    const poison = JSON.stringify(decisions(0, {}))
    const log = seededLog().batch({ now: START + 10, inputs: [poison], outputs: ({ input }) => [{ topic: 'dead_letters', cause: input(0), from: null, code: 'x', message: 'x', record: poison }] })
    expect(failures(log)).toEqual([])
    expect(inspect(log).counters).toMatchObject({ deadLettered: 1, decisions: 1 })
  })
})
