import { expect, it } from 'vitest'
import { KeptBack } from './kept-back.ts'

it('given nothing is kept back, then what is acknowledged is surely there', () => {
  expect(new KeptBack().sure(0, 17, 17)).toBe(17)
})

it('given an event is kept back, then only those before it are surely there, until the log has it', () => {
  const kept = new KeptBack()
  kept.since(1, 10)
  kept.since(1, 12)
  expect([kept.sure(1, 20, 19), kept.sure(0, 20, 20)]).toEqual([10, 20])
  kept.freed(1, 25)
  kept.freed(1, 40)
  expect([kept.sure(1, 20, 24), kept.sure(1, 5, 24), kept.sure(1, 25, 25), kept.sure(1, 26, 25)]).toEqual([10, 5, 25, 26])
})

it('given it begins again before the log has it, then it still counts from the first one', () => {
  const kept = new KeptBack()
  kept.since(0, 3)
  kept.freed(0, 8)
  kept.since(0, 9)
  expect(kept.sure(0, 12, 8)).toBe(3)
  kept.freed(0, 14)
  expect(kept.sure(0, 14, 14)).toBe(14)
})
