import { describe, expect, it } from 'vitest'
import { counterMetric, gaugeMetric } from './metrics.ts'
import { isSaturated, rateToTry } from './saturation.ts'

describe('isSaturated', () => {
  it.each<[value: number | null, is: boolean]>([[1, true], [0, false], [null, false]])('with the flag at %s it is %s', (value, is) => {
    expect(isSaturated({ generator_saturated: gaugeMetric('generator_saturated', value) })).toBe(is)
  })

  it('is false where nobody looked', () => {
    expect(isSaturated({})).toBe(false)
  })
})

describe('rateToTry', () => {
  it.each<[sent: number, advice: string]>([
    [20_000, 'try --rate 18000'],
    [15_123, 'try --rate 13000'],
    [123, 'try --rate 110'],
    [19, 'try --rate 17'],
    [1.2, 'try --rate 1'],
    [1, 'try a lower --rate'],
    [0, 'try a lower --rate'],
  ])('after %d events a second: %s', (sent, advice) => {
    expect(rateToTry({ events_sent: counterMetric('events_sent', sent * 10, 10_000) })).toBe(advice)
  })
})
