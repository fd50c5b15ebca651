import { expect, it } from 'vitest'
import { Histogram } from '../../histogram.ts'
import { pointsOf, ratesOf, secondsAPoint } from './seconds.ts'

const secondOf = (second: number, us: number) => {
  const histogram = new Histogram()
  histogram.record(us)
  return { second, histogram }
}

it.each([[600, 1], [900, 1], [901, 2], [3600, 4]])('given %i seconds, then a point stands for %i', (seconds, step) => {
  expect(secondsAPoint(seconds)).toBe(step)
})

it('given several seconds a point, then their histograms add up', () => {
  const points = pointsOf([secondOf(0, 1000), secondOf(1, 9000), secondOf(2, 5000)], 2)
  expect(points.map(({ second, histogram }) => [second, histogram.count])).toEqual([[0, 2], [2, 1]])
  expect(points[0].histogram.max).toBeCloseTo(9, 1)
})

it('given a last point that is shorter, then its rate is still a second’s', () => {
  expect(ratesOf([10, 20, 30], 2)).toEqual([15, 30])
})
