import { describe, expect, it } from 'vitest'
import { Absences } from './absences.ts'
import type { Posting } from './postings.ts'

const joined = (by: string): Posting => ({ kind: 'joined', by, segment: null, host: 'here', pid: 1 })
const owns = (by: string, ...partitions: number[]): Posting => ({ kind: 'owns', by, partitions })
const worked = (by: string): Posting => ({ kind: 'worked', by, totals: {} as never })

/** Two workers that share four partitions, and what is heard of them since, and when. */
function heard(...since: readonly (readonly [posting: Posting, now: number])[]): Absences {
  const absences = new Absences()
  for (const posting of [joined('a'), joined('b'), owns('a', 0, 1), owns('b', 2, 3)]) expect(absences.take(posting, 1_000)).toBe(false)
  for (const [posting, now] of since) absences.take(posting, now)
  return absences
}

const facts = { worker: 'a', host: 'here', pid: 1 }

describe('given two workers', () => {
  it('when one takes over what the other has not given up, then that one was away since it was heard of last', () => {
    const { over, open } = heard([owns('a', 0, 1), 5_000], [owns('b', 0, 1, 2, 3), 13_000])
    expect(over).toEqual([{ ...facts, partitions: [0, 1], from: 4_000, until: 13_000 }])
    expect(open.map(({ worker }) => worker)).toEqual(['b'])
  })

  it('when one hands over to the other, then nobody was away', () => {
    expect(heard([owns('a', 0), 5_000], [owns('b', 1, 2, 3), 6_000]).over).toEqual([])
    expect(heard([owns('a'), 5_000], [worked('a'), 5_100], [owns('b', 0, 1, 2, 3), 6_000]).over).toEqual([])
    expect(heard([worked('a'), 5_000], [owns('b', 0, 1, 2, 3), 6_000]).over).toEqual([])
  })

  it('when one comes back and gives up what it has no more, then it was away once', () => {
    const { over } = heard([owns('b', 0, 1, 2, 3), 13_000], [owns('a'), 14_000], [owns('b', 2, 3), 15_000], [owns('a', 0, 1), 16_000])
    expect(over).toHaveLength(1)
  })

  it('when nobody takes over what one has, then it is away to the end, unless it has taken its leave', () => {
    expect(heard([worked('b'), 5_000]).open).toEqual([{ ...facts, partitions: [0, 1], from: 0, until: null }])
    expect(heard([worked('a'), 5_000], [worked('b'), 5_000]).open).toEqual([])
  })
})
