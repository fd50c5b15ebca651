import { describe, expect, it } from 'vitest'
import { judge, readLine, seededLog } from './testing/judge.ts'
import { sale } from './testing/lines.ts'
import { type LogBuilder, START } from './testing/log-builder.ts'

const SECOND = 1_000
const scenario = { startsAt: START, durationMs: 60_000, faults: ['cache:down@2s+3s'] }

function ticking(...seconds: readonly number[]): LogBuilder {
  const log = seededLog()
  for (const second of seconds) log.batch({ now: START + second * SECOND })
  return log
}

const everySecond = ticking(...Array.from({ length: 40 }, (_, second) => second))

const fallback = (second: number) => readLine({ source: 'store', now: START + second * SECOND, leaseUntil: 0 })
const cached = (second: number) => readLine({ now: START + second * SECOND, leaseUntil: START + (second + 5) * SECOND })
const judged = (log: LogBuilder, reads: readonly string[] = [], ended = true, faults = scenario) =>
  judge(log, reads, { sent: { generators: [], ended } }, { scenario: faults }).liveness

describe('given what was accepted', () => {
  it('when the run has ended and all of it is processed, then that is as it must be', () => {
    expect(judged(everySecond)).toMatchObject({ status: 'pass', violations: 0 })
  })

  it('when some of it is still waiting at the end, then each is a violation', () => {
    expect(judged(ticking(1).append(sale(0), sale(1)))).toMatchObject({ status: 'fail', violations: 2 })
  })

  it('when the run was cut off, then it is in flight, and no more can be said', () => {
    expect(judged(ticking(1).append(sale(0)), [], false)).toMatchObject({ status: 'pass' })
  })
})

describe('given commits', () => {
  it('when a partition stood still for longer than a fault can be felt, and there was none, then that is a violation', () => {
    const still = { ...scenario, faults: [] }
    expect(judged(ticking(1, 11), [], true, still).status).toBe('pass')
    expect(judged(ticking(1, 12), [], true, still)).toMatchObject({ violations: 1, examples: [{ problem: 'the partition stood still though no fault was on' }] })
  })

  it('when it stood still until the end, then whoever reads prices notices, once', () => {
    const still = { ...scenario, faults: [] }
    expect(judged(ticking(1), [cached(11)], true, still).status).toBe('pass')
    expect(judged(ticking(1), [cached(12), cached(13)], true, still)).toMatchObject({ violations: 1, examples: [{ place: 'reads/1.jsonl line 1' }] })
  })

  it('when a fault was on meanwhile, then it may have stood still', () => {
    expect(judged(ticking(1, 12)).status).toBe('pass')
  })
})

describe('given reads after the last fault could be felt', () => {
  it('when they come from the cache again, then the pipeline has healed', () => {
    expect(judged(everySecond, [fallback(4), fallback(14), cached(16), cached(17)])).toMatchObject({ status: 'pass' })
  })

  it('when they still come from the store, then it has not', () => {
    const found = judged(everySecond, [cached(1), fallback(16), fallback(17), cached(18)].flatMap((line) => [line, ...(line.includes('store') ? [line] : [])]))
    expect(found).toMatchObject({ status: 'fail', violations: 4 })
  })

  it('when one of many took the other way, then nothing is wrong', () => {
    expect(judged(everySecond, [cached(16), fallback(17), cached(18)]).status).toBe('pass')
  })
})
