import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dealPartitions, type Member } from './assigner.ts'

const sharing = (...ids: string[]): Member[] => ids.map((id) => ({ id, claims: null }))

describe('partition numbers', () => {
  test('given workers that take what there is, when they are dealt, then each gets its share', () => {
    expect(Object.fromEntries(dealPartitions(sharing('b', 'a', 'c'), 8))).toEqual({ a: [0, 3, 6], b: [1, 4, 7], c: [2, 5] })
  })

  test('given a worker that claims some, when they are dealt, then it gets these and the others share the rest', () => {
    const members: Member[] = [{ id: 'z', claims: [1, 2] }, ...sharing('a', 'b')]
    expect(Object.fromEntries(dealPartitions(members, 5))).toEqual({ a: [0, 4], b: [3], z: [1, 2] })
  })

  test('given nobody who would take it, when they are dealt, then a partition stays without a worker', () => {
    expect(Object.fromEntries(dealPartitions([{ id: 'a', claims: [1] }], 3))).toEqual({ a: [1] })
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
