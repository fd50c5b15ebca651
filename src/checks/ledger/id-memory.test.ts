import { describe, expect, it } from 'vitest'
import { IdMemory } from './id-memory.ts'

describe.each(['g1-3-7', 'g1-4-7', 'from-elsewhere', '__proto__', 'g1-3-007'])('given the id %s', (id) => {
  it('when it comes again, then it is a duplicate for less than a window, and late from then on', () => {
    const ids = new IdMemory(3, 100)
    expect([0, 1, 99, 100, 199, 200].map((now) => ids.accept(id, now))).toEqual(['first', 'duplicate', 'duplicate', 'late', 'duplicate', 'late'])
  })

  it('when it was only noticed, then its acceptance is the first', () => {
    const ids = new IdMemory(3, 100)
    ids.notice(id)
    expect(ids.accept(id, 50)).toBe('first')
    ids.notice(id)
    expect(ids.accept(id, 51)).toBe('duplicate')
  })
})

describe('given ids of several generators', () => {
  it('when they are listed, then as ranges, whatever their order, and only those of the own partition', () => {
    const ids = new IdMemory(3, 100)
    for (const id of ['g1-3-2', 'g1-3-0', 'g1-3-1', 'g1-3-4095', 'g1-3-4096', 'g2-3-5', 'g1-4-9', 'other']) ids.notice(id)
    expect(ids.seen()).toEqual([
      { generator: 1, ranges: [[0, 3], [4_095, 4_097]] },
      { generator: 2, ranges: [[5, 6]] },
    ])
  })

  it('when a stray number is huge, then memory stays small', () => {
    const ids = new IdMemory(0, 100)
    ids.notice('g1-0-999999999999999')
    expect(ids.seen()).toEqual([{ generator: 1, ranges: [[999_999_999_999_999, 1_000_000_000_000_000]] }])
  })
})
