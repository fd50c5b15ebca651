import { expect, it } from 'vitest'
import { SentBySecond } from './sent-by-second.ts'

it('gives a second its share of what was sent between two looks', () => {
  const sent = new SentBySecond()
  sent.look(500, 500)
  sent.look(1500, 1500)
  sent.look(2250, 3000)
  expect([0, 1, 2].map((second) => sent.during(second))).toEqual([1000, 1500, 0])
})

it('fills seconds in which nobody looked', () => {
  const sent = new SentBySecond()
  sent.look(4000, 8000)
  expect([0, 1, 2, 3].map((second) => sent.during(second))).toEqual([2000, 2000, 2000, 2000])
})
