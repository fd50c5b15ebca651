import { describe, expect, test } from 'vitest'
import { Portions } from './portions.ts'

const valuesOf = (portions: Portions, topic: string): unknown[][] => portions.sends.map((send) => send.filter((each) => each.topic === topic).flatMap(({ messages }) => messages.map(({ value }) => value)))

describe('what a batch writes', () => {
  test('given little, then it is one send', () => {
    const portions = new Portions()
    for (const [topic, value] of [['a', '1'], ['b', '2'], ['a', '3']]) portions.add(topic, { value })
    expect(portions.sends).toEqual([[{ topic: 'a', messages: [{ value: '1' }, { value: '3' }] }, { topic: 'b', messages: [{ value: '2' }] }]])
  })

  test('given nothing, then there is no send', () => {
    expect(new Portions().sends).toEqual([])
  })

  test('given more than a broker takes at once, then several sends keep it in order', () => {
    const portions = new Portions()
    const values = Array.from({ length: 7 }, (_, index) => String(index).repeat(290_000))
    for (const value of values) portions.add('a', { value })
    portions.add('b', { value: 'short' })
    expect(valuesOf(portions, 'a')).toEqual([values.slice(0, 3), values.slice(3, 6), values.slice(6)])
    expect(valuesOf(portions, 'b')).toEqual([['short'], [], []])
  })

  test('given one message beyond the limit, then it is sent alone', () => {
    const portions = new Portions()
    for (const length of [10, 950_000, 10]) portions.add('a', { value: 'x'.repeat(length) })
    expect(valuesOf(portions, 'a').map((values) => values.length)).toEqual([1, 1, 1])
  })

  test('given characters of several bytes, then it is bytes that count', () => {
    const portions = new Portions()
    for (let index = 0; index < 4; index++) portions.add('a', { value: '₹'.repeat(149_000) })
    expect(valuesOf(portions, 'a').map((values) => values.length)).toEqual([2, 2])
  })
})
