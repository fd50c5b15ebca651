import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { rowsOf, SingleDecisions } from './decisions-line.ts'

const name = fc.oneof(fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/), fc.string())
const count = fc.nat()
const amount = fc.option(count)
const place = fc.tuple(name, count, count, count)
const row = fc
  .tuple(name, amount, fc.integer(), fc.option(fc.integer()), amount, count, name, fc.array(place, { minLength: 1, maxLength: 2 }), fc.option(count, { nil: undefined }))
  .map((cells) => cells.filter((cell) => cell !== undefined))

const lineOf = (cause: number | string, decisions: unknown) => JSON.stringify({ topic: 'pricing_decisions', cause, rules: 1, decisions })
const read = (text: string) => new SingleDecisions().read({ kind: 'decisions', text, offset: 7 })

describe('given a decisions line', () => {
  it('when it is read from its places, then it says what is parsed', () => {
    fc.assert(
      fc.property(count, fc.array(row, { minLength: 1, maxLength: 2 }), (cause, decisions) => {
        const single = read(lineOf(cause, decisions))
        if (single) expect(single).toEqual({ offset: 7, cause, rows: rowsOf(decisions) })
      }),
    )
  })

  const one = ['A', 10_000, 0, null, 8_572, 1, 'BASE_PRICE', [['S1', 1, 0, 100]]]

  it('when it holds one decision for an input, then it is read from its places', () => {
    expect(read(lineOf(4, [one]))).toBeDefined()
    expect(read(lineOf(4, [[...one, 9_000]]))?.rows[0].worstUnitMinor).toBe(9_000)
  })

  it.each([
    ['of a tick', lineOf('t1', [one])],
    ['with two rows', lineOf(4, [one, one])],
    ['with an escape', lineOf(4, [['"A"', ...one.slice(1)]])],
    ['with something behind its end', `${lineOf(4, [one])},`],
    ['with a price below nothing', lineOf(4, [['A', -1, ...one.slice(2)]])],
  ])('when it is one %s, then it is left to the parser', (_, text) => {
    expect(read(text)).toBeUndefined()
  })
})
