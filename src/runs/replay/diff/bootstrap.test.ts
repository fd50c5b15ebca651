import { describe, expect, it } from 'vitest'
import { bootstrap, resamplesOf } from './bootstrap.ts'

const sum = { total: ([first]: Float64Array) => first }

describe('the interval of a sum over items', () => {
  it('has no width where all items are alike', () => {
    expect(bootstrap(Array.from({ length: 50 }, () => [7]), sum, '1').total).toEqual({ value: 350, low: 350, high: 350 })
  })

  it('is about as wide as the theory says', () => {
    const rows = Array.from({ length: 400 }, (_, index) => [index % 2 === 0 ? 1 : -1])
    const { value, low, high } = bootstrap(rows, sum, '1').total
    // A sum of 400 draws with variance 1 has a standard deviation of 20; 95 % lie within 1.96 of them.
    expect(value).toBe(0)
    for (const edge of [-low, high]) expect(edge).toBeGreaterThan(33)
    for (const edge of [-low, high]) expect(edge).toBeLessThan(46)
  })

  it('holds the truth in about 95 of 100 samples of a population', () => {
    const samples = Array.from({ length: 200 }, (_, seed) => Array.from({ length: 60 }, (_, index) => [((index * 7919 + seed * 104_729) % 1000) / 1000]))
    const held = samples.filter((rows, seed) => {
      const { low, high } = bootstrap(rows, sum, String(seed)).total
      return low <= 30 && high >= 30
    })
    expect(held.length).toBeGreaterThan(170)
  })

  it('is the same for the same seed, and another for another', () => {
    const rows = Array.from({ length: 30 }, (_, index) => [index * index])
    expect(bootstrap(rows, sum, '1')).toEqual(bootstrap(rows, sum, '1'))
    expect(bootstrap(rows, sum, '2')).not.toEqual(bootstrap(rows, sum, '1'))
  })

  it('is nothing where there is nothing', () => {
    expect(bootstrap([], { total: ([first = 0]: Float64Array) => first }, '1').total).toEqual({ value: 0, low: 0, high: 0 })
  })

  it('is drawn less often from very many', () => {
    expect([10, 20_000, 100_000, 1_000_000].map(resamplesOf)).toEqual([1000, 1000, 200, 100])
  })
})
