import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Histogram, mergeHistograms } from './histogram.ts'

const of = (values: readonly number[], unit: 'ms' | 'bps' = 'ms') => {
  const histogram = new Histogram(unit)
  for (const value of values) histogram.record(value)
  return histogram
}
const look = ({ count, min, avg, max }: Histogram) => ({ count, min, avg, max })

describe('a histogram of milliseconds', () => {
  it('takes microseconds and reports milliseconds', () => {
    const histogram = of(Array.from({ length: 1001 }, (_, index) => index))
    expect(look(histogram)).toEqual({ count: 1001, min: 0, avg: 0.5, max: 1 })
    expect([50, 90, 99, 99.9].map((percent) => histogram.percentile(percent))).toEqual([0.5, 0.9, 0.99, 0.999])
  })

  it('has nothing to say where nothing was recorded', () => {
    const empty = new Histogram()
    expect(look(empty)).toEqual({ count: 0, min: null, avg: null, max: null })
    expect(empty.percentile(99)).toBeNull()
  })

  it('counts a zero', () => {
    expect(look(of([0, 2000]))).toEqual({ count: 2, min: 0, avg: 1, max: 2 })
  })

  it('counts what is out of range at the ends, and refuses what is no number', () => {
    expect(of([-5]).max).toBe(0)
    expect(of([1e15]).min).toBeGreaterThan(3_590_000)
    expect(() => of([NaN])).toThrow(/not a number/)
  })

  it('keeps three digits', () => {
    const value = fc.integer({ min: 0, max: 3_600_000_000 })
    fc.assert(
      fc.property(value, (us) => {
        const shown = of([us]).percentile(50) ?? NaN
        expect(Math.abs(shown * 1000 - us)).toBeLessThanOrEqual(Math.max(1, us / 1000))
      }),
    )
  })

  it('never has a percentile beyond its maximum', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 10_000_000 }), { minLength: 1 }), (values) => {
        const histogram = of(values)
        expect(histogram.percentile(99.9)).toBeLessThanOrEqual(histogram.max ?? NaN)
        expect(histogram.percentile(0)).toBe(histogram.min)
      }),
    )
  })
})

describe('a histogram of basis points', () => {
  it('is exact, below zero too', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -20_000, max: 10_000 }), { minLength: 1 }), (margins) => {
        const histogram = of(margins, 'bps')
        expect(histogram.min).toBe(Math.min(...margins))
        expect(histogram.max).toBe(Math.max(...margins))
        expect(histogram.avg).toBeCloseTo(margins.reduce((a, b) => a + b, 0) / margins.length, 2)
      }),
    )
  })

  it('counts a ruinous margin as the worst there is', () => {
    expect(of([-1_000_000], 'bps').min).toBe(-20_000)
  })
})

describe('histograms of several threads', () => {
  it('add up to the histogram of all values, whether they travel encoded or not', () => {
    const values = fc.array(fc.integer({ min: 0, max: 3_600_000_000 }), { maxLength: 50 })
    fc.assert(
      fc.property(values, values, fc.constantFrom('ms' as const, 'bps' as const), (a, b, unit) => {
        const together = of([...a, ...b], unit)
        const sent = [of(a, unit), of(b, unit)].map((histogram) => Histogram.decode(histogram.encode(), unit))
        expect(look(mergeHistograms(sent, unit))).toEqual(look(together))
        expect(mergeHistograms(sent, unit).percentile(99)).toBe(together.percentile(99))
      }),
    )
  })
})

it('prints its distribution in milliseconds', () => {
  const text = of([1000, 2000, 3000, 4000]).distribution()
  expect(text).toMatch(/^ {7}Value {5}Percentile TotalCount 1\/\(1-Percentile\)\n\n {7}1\.000 0\.000000000000 {10}1 {11}1\.00\n/)
  expect(text).toMatch(/#\[Max {5}= {8}4\.000, Total count {4}= {12}4\]\n/)
})
