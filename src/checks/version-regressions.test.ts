import { describe, expect, it } from 'vitest'
import { decisions, type RowFacts, updated } from './testing/lines.ts'
import { failures, judge, readLine, seededLog } from './testing/judge.ts'
import { START } from './testing/log-builder.ts'

const after = (row: RowFacts) => seededLog().batch({ now: START + 10, outputs: ({ tick }) => [decisions(tick, row), updated(tick, row)] })

describe('given a second decision about an item', () => {
  it('when a new value has the next version, then versions hold', () => {
    expect(failures(after({ version: 2, priceMinor: 9_900 }))).toEqual([])
  })

  it.each([
    ['leaves a version out', { version: 3 }, 'a version was left out'],
    ['falls', { version: 0 }, 'the version fell'],
    ['changes the price under the same version', { version: 1, priceMinor: 9_900 }, 'the value changed under the same version'],
  ])('when it %s, then it is a violation', (_, row, problem) => {
    expect(judge(after(row)).version_regressions).toMatchObject({ status: 'fail', checked: 2, violations: 1, examples: [{ place: 'log/0 offset 4', problem }] })
  })
})

describe('given what a reader saw', () => {
  const log = after({ version: 2, priceMinor: 9_900 })
  const newer = readLine({ now: START + 20, version: 2, priceMinor: 9_900 })

  it('when versions only grow, then they hold', () => {
    expect(judge(log, [readLine(), newer, newer]).version_regressions).toMatchObject({ status: 'pass', checked: 5 })
  })

  it('when an older version comes after a newer one, then it is a violation', () => {
    const { version_regressions } = judge(log, [newer, readLine({ now: START + 21 })])
    expect(version_regressions).toMatchObject({ violations: 1, examples: [{ place: 'reads/1.jsonl line 2', before: 2, version: 1 }] })
  })

  it('when the older one came from the store, then nothing was promised', () => {
    expect(judge(log, [newer, readLine({ now: START + 21, source: 'store' })]).version_regressions.status).toBe('pass')
  })
})
