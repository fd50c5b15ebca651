import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dealPartitions, type Member } from './assigner.ts'

const sharing = (...ids: string[]): Member[] => ids.map((id) => ({ id, owned: [] }))

describe('partition numbers', () => {
  test('given workers that take what there is, when they are dealt, then each gets its share', () => {
    expect(Object.fromEntries(dealPartitions(sharing('b', 'a', 'c'), 8))).toEqual({ a: [0, 3, 6], b: [1, 4, 7], c: [2, 5] })
  })

  test('given a worker joins two others, when they are dealt again, then only its share changes hands', () => {
    const before = dealPartitions(sharing('a', 'b'), 8)
    const members = [...before].map(([id, owned]): Member => ({ id, owned }))
    expect(Object.fromEntries(dealPartitions([...members, ...sharing('c')], 8))).toEqual({ a: [0, 2, 4], b: [1, 3, 5], c: [6, 7] })
  })

  test('given a worker is gone, when they are dealt again, then the others keep theirs and share what it had', () => {
    const left: Member[] = [{ id: 'a', owned: [0, 2, 4] }, { id: 'c', owned: [6, 7] }]
    expect(Object.fromEntries(dealPartitions(left, 8))).toEqual({ a: [0, 2, 4, 3], c: [6, 7, 1, 5] })
  })

  test('given two workers say that they have the same, when they are dealt, then one of them has it', () => {
    const members: Member[] = [{ id: 'a', owned: [0, 1] }, { id: 'b', owned: [0, 1] }]
    expect(Object.fromEntries(dealPartitions(members, 4))).toEqual({ a: [0, 1], b: [2, 3] })
  })

  test('are fair, and stay with their workers where that is fair', () => {
    const count = fc.integer({ min: 1, max: 40 })
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 2, maxLength: 6 }), count, (ids, partitions) => {
        const before = dealPartitions(sharing(...ids), partitions)
        const members = ids.slice(1).map((id): Member => ({ id, owned: before.get(id)! }))
        const after = dealPartitions(members, partitions)
        const sizes = [...after.values()].map(({ length }) => length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
        for (const { id, owned } of members) expect(after.get(id)).toEqual(expect.arrayContaining([...owned]))
      }),
    )
  })

  test('are dealt once each, whoever asks first', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 6 }), fc.integer({ min: 1, max: 40 }), (ids, partitions) => {
        const dealt = dealPartitions(sharing(...ids), partitions)
        expect([...dealt.values()].flat().toSorted((a, b) => a - b)).toEqual(Array.from({ length: partitions }, (_, partition) => partition))
        expect(dealPartitions(sharing(...ids.toReversed()), partitions)).toEqual(dealt)
      }),
    )
  })
})
