import { describe, expect, test } from 'vitest'
import { DEFAULT_POLICY } from '../policy.ts'
import { emptyTuple } from '../tuple.ts'
import { Outputs } from '../outputs.ts'
import { velocity } from './velocity.ts'

function estimated(units5: number, units15: number, baselinePerHour: number) {
  const { forecast } = emptyTuple(0, new Outputs())
  forecast.baselinePerHour = baselinePerHour
  velocity.estimate(forecast, { units5, units15, units60: 0 }, DEFAULT_POLICY)
  return forecast
}

describe('velocity', () => {
  test('is units an hour from the quarter of an hour', () => {
    expect(estimated(0, 25, 100).unitsPerHour).toBe(100)
  })

  test.each([
    ['twice the baseline', 10, 60, true],
    ['less than twice', 10, 61, false],
    ['too few to say', 9, 1, false],
  ])('surges at %s', (_, units5, baselinePerHour, surging) => {
    expect(estimated(units5, 0, baselinePerHour).surging).toBe(surging)
  })
})
