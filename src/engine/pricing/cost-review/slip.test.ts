import { describe, expect, test } from 'vitest'
import { slip } from './slip.ts'

const accepted = { costMinor: 5_000, currency: 'INR' }

describe('a slip', () => {
  test.each([
    [50_000, true],
    [49_999, false],
    [500, true],
    [501, false],
    [0, true],
    [5_000, false],
  ])('a cost of %i after 5,000: %s', (costMinor, suspected) => {
    expect(slip.suspects({ costMinor, currency: 'INR' }, accepted)).toBe(suspected)
  })

  test('money of another country, whatever the amount', () => {
    expect(slip.suspects({ costMinor: 5_000, currency: 'USD' }, accepted)).toBe(true)
  })
})
