import { describe, expect, it } from 'vitest'
import { dealtToRounds } from './kafka-rounds.ts'

describe('the rounds of a thread', () => {
  it.each([
    [[], []],
    [[3], [[3]]],
    [[0, 1, 2, 3], [[0, 2], [1, 3]]],
    [[1, 4, 7], [[1, 7], [4]]],
  ])('given partitions %j, then they are %j', (partitions, rounds) => {
    expect(dealtToRounds(partitions)).toEqual(rounds)
  })
})
