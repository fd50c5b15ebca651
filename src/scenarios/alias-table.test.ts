import fc from 'fast-check'
import { expect, it } from 'vitest'
import { AliasTable } from './alias-table.ts'

/** Walks [0, 1) evenly, so that counts are the distribution itself and not a sample of it. */
function histogram(weights: readonly number[], draws: number): number[] {
  const table = new AliasTable(weights)
  const counts = weights.map(() => 0)
  for (let draw = 0; draw < draws; draw++) counts[table.draw(draw / draws)]++
  return counts
}

it('draws each outcome in proportion to its weight', () => {
  expect(histogram([1, 2, 5, 8], 16_000)).toEqual([1_000, 2_000, 5_000, 8_000])
})

it('never draws what has no weight', () => {
  expect(histogram([0, 5, 0], 3_000)).toEqual([0, 3_000, 0])
})

it('knows a single outcome', () => {
  expect(new AliasTable([7]).draw(0.999_999)).toBe(0)
})

it('stays within rounding of any weights', () => {
  const anyWeights = fc.array(fc.integer({ min: 0, max: 1_000 }), { minLength: 1, maxLength: 40 }).filter((weights) => weights.some(Boolean))
  fc.assert(
    fc.property(anyWeights, (weights) => {
      const total = weights.reduce((a, b) => a + b)
      histogram(weights, 20_000).forEach((count, index) => expect(Math.abs(count / 20_000 - weights[index] / total)).toBeLessThan(0.003))
    }),
    { numRuns: 30 },
  )
})
