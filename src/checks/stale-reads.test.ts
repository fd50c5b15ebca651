import { describe, expect, it } from 'vitest'
import { EMBEDDED, SERVERS, type Tolerance } from './ledger/tolerance.ts'
import { costChanged, decisions, updated } from './testing/lines.ts'
import { failures, judge, readLine, type ReadFacts, seededLog } from './testing/judge.ts'
import { type LogBuilder, START } from './testing/log-builder.ts'

const staleIn = (log: LogBuilder, facts: ReadFacts, tolerance?: Tolerance) => judge(log, [readLine(facts)], {}, { tolerance }).stale_reads
const problemOf = (log: LogBuilder, facts: ReadFacts, tolerance?: Tolerance) => staleIn(log, facts, tolerance).examples[0]?.problem

describe('given a price that is valid and under lease', () => {
  it('when it is read from the cache, then the read is fresh', () => {
    expect(failures(seededLog(), [readLine()])).toEqual([])
    expect(staleIn(seededLog(), {})).toMatchObject({ status: 'pass', checked: 1 })
  })

  it('when it is read in the last moment of the lease, then it is fresh, and one later it is stale', () => {
    expect(problemOf(seededLog(), { now: START + 5_000 })).toBeUndefined()
    expect(problemOf(seededLog(), { now: START + 5_001 })).toBe('served past its lease')
  })

  it('when the reader believes in a lease that no commit has granted, then the read is stale', () => {
    expect(problemOf(seededLog(), { now: START + 6_000, leaseUntil: START + 7_000 })).toBe('served under a lease that no commit has granted')
  })

  it('when a commit came while the reader looked, then its lease counts', () => {
    const renewed = seededLog().batch({ now: START + 1_000 })
    expect(problemOf(renewed, { now: START + 750, leaseUntil: START + 6_000 })).toBeUndefined()
    expect(problemOf(renewed, { now: START + 749, leaseUntil: START + 6_000 })).toBe('served under a lease that no commit has granted')
  })

  it('when the answer was an honest "unavailable", then there is nothing to judge', () => {
    expect(staleIn(seededLog(), { now: START + 99_999, source: 'none', priceMinor: null, version: 0 })).toMatchObject({ status: 'pass', checked: 1 })
  })
})

describe('given a price with an end', () => {
  const reduced = { version: 2, priceMinor: 9_000 }
  const short = seededLog().batch({ now: START + 10, outputs: ({ tick }) => [decisions(tick, reduced), updated(tick, { ...reduced, validUntil: START + 2_000 })] })

  it.each(['cache', 'store'] as const)('when it is read from the %s after its end, then it is stale, even if the value claims more', (source) => {
    const read = { source, now: START + 2_000, version: 2, priceMinor: 9_000, validUntil: START + 9_000, publishedAt: START + 10 }
    expect(problemOf(short, read)).toBeUndefined()
    expect(problemOf(short, { ...read, now: START + 2_001 })).toBe('served past its validity in the log')
  })

  it('when the value itself says that it has ended, then the reader knew', () => {
    expect(problemOf(seededLog(), { now: START + 10, validUntil: START + 9 })).toBe('served past the validity that came with it')
  })

  it('when an older version is read, then its own validity counts, not that of the newer one', () => {
    expect(problemOf(short, { now: START + 2_001 })).toBeUndefined()
  })

  it('when a later version has no update of its own, then the validity of the one before counts', () => {
    const stamped = short.batch({ now: START + 20, outputs: ({ tick }) => [decisions(tick, { ...reduced, version: 3, floorMinor: 8_600 })] })
    expect(problemOf(stamped, { now: START + 2_001, version: 3, priceMinor: 9_000 })).toBe('served past its validity in the log')
  })
})

describe('given a read that the log does not know', () => {
  it.each([
    ['another price under a known version', { priceMinor: 9_999 }, 'the log holds no such price under this version'],
    ['a version that was never published', { version: 2 }, 'the log holds no such price under this version'],
    ['an item that nobody seeded', { sku: 'Z' }, 'the log knows no such item'],
    ['a moment before the commit', { now: START - 251 }, 'served before it was committed'],
  ])('when it has %s, then it is a violation', (_, facts, problem) => {
    expect(problemOf(seededLog(), facts)).toBe(problem)
  })
})

describe('given a read from the store', () => {
  const store: ReadFacts = { source: 'store', leaseUntil: 0, publishedAt: START }

  it('when it is ten minutes old, then it is fresh, and one later it is stale', () => {
    expect(problemOf(seededLog(), { ...store, now: START + 600_000 })).toBeUndefined()
    expect(problemOf(seededLog(), { ...store, now: START + 600_001 })).toBe('served older than 10 minutes')
  })

  it('when it claims to be younger than the log says, then the log is believed', () => {
    expect(problemOf(seededLog(), { ...store, now: START + 600_001, publishedAt: START + 500_000 })).toBe('served older than 10 minutes')
  })

  it('when it claims to come from the future, then it is a violation', () => {
    expect(problemOf(seededLog(), { ...store, version: 0, now: START + 10, publishedAt: START + 261 })).toBe('published in the future')
  })

  it('when the promotion-free price is served, then only age and floor count', () => {
    const free: ReadFacts = { ...store, version: 0, now: START + 10, priceMinor: 8_572 }
    expect(problemOf(seededLog().batch({ now: START + 5 }), free)).toBeUndefined()
    expect(problemOf(seededLog().batch({ now: START + 5 }), { ...free, priceMinor: 8_571 })).toBe('served under the margin floor')
  })

  it.each([
    ['the store has it before the next batch begins', EMBEDDED, 1],
    ['the store is written behind', SERVERS, 2_000],
  ])('when the cost rose, and %s, then the old price may be served so long', (_sentence, tolerance, ms) => {
    const gone = { version: 2, costVersion: 2, priceMinor: null, floorMinor: 10_002 }
    const risen = seededLog()
      .batch({ now: START + 10, inputs: [costChanged(0, 7_001)], outputs: ({ input }) => [decisions(input(0), gone), updated(input(0), gone)] })
      .batch({ now: START + 20 })
    expect(problemOf(risen, { ...store, now: START + 19 + ms }, tolerance)).toBeUndefined()
    expect(problemOf(risen, { ...store, now: START + 20 + ms }, tolerance)).toBe('served under the margin floor')
  })
})
