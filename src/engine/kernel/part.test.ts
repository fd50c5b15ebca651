import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Facts, Names, RowQueue } from './part.ts'

const name = fc.string({ unit: 'binary' })
const nameOrTrap = fc.oneof(name, fc.constantFrom('SKU-1', 'SKU-2', '"', ',', '\\', '', '\ud800'))

describe('facts', () => {
  test('are taken back as they were saved', () => {
    const [facts, loaded] = [new Facts([{ sku: 1 }]), new Facts<unknown>([])]
    const saved = facts.save()
    facts.value[0].sku = 2
    loaded.load(saved)
    expect(loaded.value).toEqual([{ sku: 1 }])
  })
})

describe('names', () => {
  test('are numbered in the order of their arrival, once each', () => {
    const names = new Names()
    expect(['a', 'b', 'a', 'c'].map((text) => names.rowOrAdd(text))).toEqual([0, 1, 0, 2])
    expect([names.row('b'), names.row('missing'), names.name(2), names.size]).toEqual([1, -1, 'c', 3])
  })

  test('every save holds all of them, however many came since the last', () => {
    fc.assert(
      fc.property(fc.array(fc.array(nameOrTrap, { maxLength: 4 })), (rounds) => {
        const names = new Names()
        const model: string[] = []
        for (const added of rounds) {
          for (const text of added) names.add(text)
          model.push(...added)
          expect(JSON.parse(names.save())).toEqual(model)
        }
        expect(model.every((text, row) => names.name(row) === text && names.quoted(row) === JSON.stringify(text))).toBe(true)
      }),
    )
  })

  test('what is loaded is known, can be added to, and is saved again with it', () => {
    fc.assert(
      fc.property(fc.uniqueArray(nameOrTrap), fc.uniqueArray(nameOrTrap), (first, second) => {
        const [names, loaded] = [new Names(), new Names()]
        for (const text of first) names.add(text)
        loaded.load(names.save())
        for (const text of second) expect(loaded.rowOrAdd(text)).toBe(names.rowOrAdd(text))
        expect(loaded.save()).toBe(names.save())
      }),
    )
  })

  test('loading forgets what was there before, also in the next save', () => {
    const names = new Names()
    names.add('old')
    names.save()
    names.load('["new"]')
    names.add('newer')
    expect([names.row('old'), names.row('new'), names.save()]).toEqual([-1, 0, '["new","newer"]'])
  })
})

describe('a queue of rows', () => {
  const step = fc.oneof(
    { weight: 4, arbitrary: fc.record({ what: fc.constant('push' as const), count: fc.nat(300) }) },
    { weight: 3, arbitrary: fc.record({ what: fc.constant('shift' as const), count: fc.nat(300) }) },
    { weight: 1, arbitrary: fc.record({ what: fc.constant('reload' as const), count: fc.constant(1) }) },
  )

  test('is a list, however much goes through it', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
        let queue = new RowQueue()
        const model: number[] = []
        let next = 0
        for (const { what, count } of steps) {
          if (what === 'push') {
            for (let pushed = 0; pushed < count; pushed++, next++) for (const line of [model, queue]) line.push(next)
          } else if (what === 'shift') for (let taken = Math.min(count, model.length); taken > 0; taken--) expect([queue.first(), queue.shift()]).toEqual([model[0], model.shift()])
          else queue = reloaded(queue)
          expect(queue.size).toBe(model.length)
        }
        expect([...queue.save()]).toEqual(model)
      }),
    )
  })

  test('a save does not change with what comes after', () => {
    const queue = new RowQueue()
    queue.push(1)
    const saved = queue.save()
    queue.shift()
    queue.push(2)
    expect([...saved]).toEqual([1])
  })
})

function reloaded(queue: RowQueue): RowQueue {
  const loaded = new RowQueue()
  loaded.load(queue.save())
  return loaded
}
