import { describe, expect, it } from 'vitest'
import { EMBEDDED, SERVERS } from './ledger/tolerance.ts'
import { failures, judge, type ReadFacts, readLine, seededLog } from './testing/judge.ts'
import { decisions, updated } from './testing/lines.ts'
import { type LogBuilder, START } from './testing/log-builder.ts'

const SECOND = 1_000

/** Commits every second, so that the lease lives on; the price falls to 95.00 with the second one. */
function log(seconds = 12): LogBuilder {
  const built = seededLog()
  built.batch({ now: START + SECOND, outputs: ({ tick }) => [decisions(tick, { version: 2, priceMinor: 9_500 }), updated(tick, { version: 2, priceMinor: 9_500 })] })
  for (let second = 2; second <= seconds; second++) built.batch({ now: START + second * SECOND })
  return built
}

const NONE = { source: 'none', priceMinor: null, version: 0, validUntil: 0, leaseUntil: 0, publishedAt: 0 } as const
const FIRST = { source: 'store', version: 1, priceMinor: 10_000, leaseUntil: 0 } as const

const judged = (read: ReadFacts, scenario: object = {}, at = log()) => judge(at, [readLine(read)], {}, { scenario }).fallback_sources
const problemOf = (read: ReadFacts, scenario: object = {}, at = log()) => judged(read, scenario, at).examples[0]?.problem

describe('given a read that got no price', () => {
  it('when a price stood in the cache and nothing was in the way, then that is a violation', () => {
    expect(problemOf({ ...NONE, now: START + 6 * SECOND })).toBe('told "unavailable" though a price stood and nothing was in the way')
  })

  it('when a fault was on the way of reads, then that explains it, until it cannot be felt any more', () => {
    const scenario = { startsAt: START, durationMs: 60_000, faults: ['redis:down@1s+1s'] }
    expect(problemOf({ ...NONE, now: START + 6 * SECOND }, scenario)).toBeUndefined()
    expect(problemOf({ ...NONE, now: START + 15 * SECOND }, scenario, log(20))).toBe('told "unavailable" though a price stood and nothing was in the way')
  })

  it('when a fault was on something else, then that explains nothing', () => {
    const scenario = { startsAt: START, durationMs: 60_000, faults: ['feed.cost:down@1s+9s'] }
    expect(problemOf({ ...NONE, now: START + 6 * SECOND }, scenario)).toBe('told "unavailable" though a price stood and nothing was in the way')
  })

  it('when the reader says that no server answered in time, then that is excused now and then, and not for one read in ten', () => {
    const unanswered = { ...NONE, now: START + 6 * SECOND, unanswered: ['cache', 'store'] }
    const among = (count: number, tolerance = SERVERS) => judge(log(), Array.from({ length: count }, () => readLine(unanswered)), {}, { tolerance }).fallback_sources
    expect(among(5).status).toBe('pass')
    expect(among(6)).toMatchObject({ status: 'fail', violations: 6, examples: [{ problem: 'cache and store did not answer, though no fault was on' }] })
    expect(among(1, EMBEDDED)).toMatchObject({ status: 'fail', violations: 1 })
    expect(problemOf({ ...unanswered, unanswered: ['store'] })).toBe('told "unavailable" though a price stood and nothing was in the way')
  })

  it('when nobody had renewed the lease, or nothing was published yet, then it was honest', () => {
    expect(problemOf({ ...NONE, now: START + 9 * SECOND }, {}, log(2))).toBeUndefined()
    expect(problemOf({ ...NONE, now: START })).toBeUndefined()
  })

  it('when the answer came from the cache, then that version must be without a price', () => {
    expect(problemOf({ ...NONE, version: 2, now: START + 6 * SECOND })).toBe('told "unavailable" by a version that has a price')
  })
})

describe('given a read from the store', () => {
  it('when it has the newest version, then it is justified', () => {
    expect(failures(log(), [readLine({ source: 'store', version: 2, priceMinor: 9_500, now: START + 6 * SECOND, publishedAt: START + SECOND, leaseUntil: 0 })])).toEqual([])
  })

  it.each([
    ['embedded', EMBEDDED, 1],
    ['on a server', SERVERS, 2 * SECOND],
  ])('when the store, %s, must have held a newer version, then that is a violation', (_where, tolerance, withinMs) => {
    const at = (now: number) => judge(log(), [readLine({ ...FIRST, now })], {}, { tolerance }).fallback_sources.examples[0]?.problem
    const nextBatch = START + 2 * SECOND
    expect(at(nextBatch + withinMs - 1)).toBeUndefined()
    expect(at(nextBatch + withinMs)).toBe('the store must have held a newer version')
  })

  it('when the store was away meanwhile, then an older version is justified', () => {
    expect(problemOf({ ...FIRST, now: START + 6 * SECOND }, { startsAt: START, durationMs: 60_000, faults: ['postgres:down@1s+2s'] })).toBeUndefined()
  })

  it.each([
    ['its partition', [0, 3], undefined],
    ['another partition', [1], 'the store must have held a newer version'],
  ])('when the worker of %s had vanished meanwhile, then that explains as much as a fault', (_whose, partitions, problem) => {
    const absences = [{ partitions, from: START + SECOND, until: START + 2 * SECOND }]
    expect(judge(log(), [readLine({ ...FIRST, now: START + 6 * SECOND })], {}, { scenario: { startsAt: START, durationMs: 60_000 }, absences }).fallback_sources.examples[0]?.problem).toBe(problem)
  })

  it('when it is the promotion-free price, then it is the base price, of a version that was published then', () => {
    const promoFree = { ...FIRST, version: 0, now: START + 6 * SECOND, publishedAt: START + SECOND }
    expect(problemOf(promoFree)).toBeUndefined()
    expect(problemOf({ ...promoFree, priceMinor: 9_999 })).toBe('told a promotion-free price that is not the base price')
    expect(problemOf({ ...promoFree, publishedAt: START + SECOND + 1 })).toBe('nothing was published at the time it claims')
    expect(problemOf({ ...promoFree, publishedAt: START })).toBe('the store must have held a newer version')
  })
})
