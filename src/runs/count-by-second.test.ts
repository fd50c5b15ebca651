import { expect, it } from 'vitest'
import { CountBySecond } from './count-by-second.ts'

it('gives a second its share of what came between two looks', () => {
  const count = new CountBySecond()
  count.look(500, 500)
  count.look(1500, 1500)
  count.look(2250, 3000)
  expect([0, 1, 2].map((second) => count.during(second))).toEqual([1000, 1500, 0])
})

it('fills seconds in which nobody looked', () => {
  const count = new CountBySecond()
  count.look(4000, 8000)
  expect([0, 1, 2, 3].map((second) => count.during(second))).toEqual([2000, 2000, 2000, 2000])
})
