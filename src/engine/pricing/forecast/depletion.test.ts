import { describe, expect, test } from 'vitest'
import { depletionEtaHours } from './depletion.ts'

describe('depletion', () => {
  test('400 units at 18 an hour last 22.2 hours', () => {
    expect(depletionEtaHours(400, 18)).toBeCloseTo(22.2, 1)
  })

  test('nothing is gone at once, and what does not sell is never gone', () => {
    expect([depletionEtaHours(0, 18), depletionEtaHours(400, 0)]).toEqual([0, Infinity])
  })
})
