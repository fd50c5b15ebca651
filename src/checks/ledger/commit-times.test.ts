import { describe, expect, it } from 'vitest'
import { CommitTimes } from './commit-times.ts'

const commits = new CommitTimes()
for (const now of [10, 20, 20, 30]) commits.add(now)

describe('given commits at 10, 20, 20 and 30', () => {
  it.each([
    [9, -Infinity, -Infinity],
    [10, 10, -Infinity],
    [19, 10, -Infinity],
    [20, 20, 10],
    [29, 20, 10],
    [99, 30, 20],
  ])('when it is %i, then the newest is %d and %d is published for certain', (now, newest, settled) => {
    expect([commits.newestAt(now), commits.settledAt(now)]).toEqual([newest, settled])
  })
})
