import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { formatDuration, parseDuration } from './durations.ts'

describe('durations', () => {
  test.each([
    ['500ms', 500],
    ['1.5s', 1500],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['0s', 0],
  ])('%s is %i ms', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs)
  })

  test.each(['', '5', 's', '-1s', '1d', '1,5s', '1e3s', ' 1s', '1 s', 'NaNs', '999999999999h'])('%j is none', (text) => {
    expect(parseDuration(text)).toBeUndefined()
  })

  test('what was written is read back, to the millisecond', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 1e12 }), (durationMs) => parseDuration(formatDuration(durationMs)) === durationMs))
  })
})
