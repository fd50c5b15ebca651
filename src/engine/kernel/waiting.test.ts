import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Waiting } from './waiting.ts'

/** The plainest line of waiting rows: a list in order of arrival. */
class PlainWaiting {
  #line: { readonly row: number; readonly since: number }[] = []

  add(row: number, now: number): void {
    if (!this.#line.some((waiting) => waiting.row === row)) this.#line.push({ row, since: now })
  }

  done(row: number): void {
    this.#line = this.#line.filter((waiting) => waiting.row !== row)
  }

  take(until: number): number {
    return this.isDue(until) ? this.#line.shift()!.row : -1
  }

  isDue(until: number): boolean {
    return this.#line.length > 0 && this.#line[0].since <= until
  }
}

const reloaded = (waiting: Waiting): Waiting => {
  const loaded = new Waiting()
  loaded.load(waiting.save().slice())
  return loaded
}

const takeAll = (waiting: Waiting, until: number): number[] => {
  const taken: number[] = []
  for (let row = waiting.take(until); row >= 0; row = waiting.take(until)) taken.push(row)
  return taken
}

const step = fc.record({ what: fc.constantFrom('add', 'add', 'done', 'take', 'isDue', 'reload'), row: fc.oneof(fc.nat(6), fc.nat(2000)), ago: fc.nat(30) })

describe('rows that wait', () => {
  test('are taken in the order of their arrival, when their time has come', () => {
    const waiting = new Waiting()
    for (const [row, now] of [[7, 10], [3, 20], [5, 30]]) waiting.add(row, now)
    expect([waiting.isDue(9), takeAll(waiting, 9)]).toEqual([false, []])
    expect(takeAll(waiting, 20)).toEqual([7, 3])
    expect(takeAll(waiting, 30)).toEqual([5])
  })

  test('wait once, since they first asked', () => {
    const waiting = new Waiting()
    waiting.add(1, 10)
    waiting.add(1, 20)
    expect([waiting.take(10), waiting.take(100)]).toEqual([1, -1])
  })

  test('wait no longer when they are dealt with, and may begin again', () => {
    const waiting = new Waiting()
    waiting.add(1, 10)
    waiting.add(2, 11)
    waiting.done(1)
    waiting.add(1, 12)
    expect([waiting.isDue(10), takeAll(waiting, 12)]).toEqual([false, [2, 1]])
  })

  test('answers as a list does, saved and loaded or not', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
        let waiting = new Waiting()
        const model = new PlainWaiting()
        for (const [index, { what, row, ago }] of steps.entries()) {
          // Every step has a millisecond of its own: rows that come in the same one have no order between them.
          const now = 100 + index
          if (what === 'reload') waiting = reloaded(waiting)
          else if (what === 'add' || what === 'done') for (const either of [waiting, model]) either[what](row, now)
          else expect(waiting[what](now - ago)).toBe(model[what](now - ago))
        }
        const rest: number[] = []
        for (let row = model.take(Infinity); row >= 0; row = model.take(Infinity)) rest.push(row)
        expect(takeAll(waiting, Infinity)).toEqual(rest)
      }),
    )
  })

  test('a save and its reload take the same, also where rows came back within one millisecond', () => {
    const steps = fc.array(fc.record({ add: fc.boolean(), row: fc.nat(4), now: fc.integer({ min: 1, max: 3 }) }))
    fc.assert(
      fc.property(steps, (all) => {
        const waiting = new Waiting()
        for (const { add, row, now } of all.toSorted((a, b) => a.now - b.now)) {
          if (add) waiting.add(row, now)
          else waiting.done(row)
        }
        expect(takeAll(reloaded(waiting), 3)).toEqual(takeAll(waiting, 3))
      }),
    )
  })

  test('loading forgets what waited before', () => {
    const waiting = new Waiting()
    waiting.add(1, 10)
    waiting.load(Float64Array.of(2, 20))
    expect(takeAll(waiting, Infinity)).toEqual([2])
  })
})
