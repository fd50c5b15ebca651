import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bolt } from './bolt.ts'
import { Facts } from './part.ts'
import { arrange, Topology } from './topology.ts'

/** What flows here: the names of the bolts it has passed. */
interface Trail {
  readonly passed: string[]
}

type TestBolt = Bolt<{ readonly calls: Facts<number> }, Trail>

const bolt = (name: string, after: readonly string[] = [], more: Partial<TestBolt> = {}): TestBolt => ({
  name,
  summary: name,
  after,
  open: () => ({ calls: new Facts(0) }),
  fold(state, trail) {
    state.calls.value++
    trail.passed.push(name)
  },
  ...more,
})

const names = (bolts: readonly { readonly name: string }[]) => bolts.map(({ name }) => name)

describe('the order of bolts', () => {
  test('puts each behind those it reads, and keeps the order of declaration among equals', () => {
    const bolts = [bolt('decide', ['price', 'cost']), bolt('cost', ['spout']), bolt('price', ['spout']), bolt('spout')]
    expect(names(arrange(bolts))).toEqual(['spout', 'cost', 'price', 'decide'])
  })

  test('holds for any bolts that read only bolts before them, in whatever order they are declared', () => {
    const readers = fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { maxLength: 12 })
    const shuffled = readers.chain((reads) => {
      const bolts = reads.map((sources, at) => bolt(`b${at}`, at === 0 ? [] : sources.map((source) => `b${source % at}`)))
      return fc.shuffledSubarray(bolts, { minLength: bolts.length })
    })
    fc.assert(
      fc.property(shuffled, (bolts) => {
        const order = names(arrange(bolts))
        expect(order.length).toBe(bolts.length)
        for (const { name, after } of bolts) for (const source of after) expect(order.indexOf(source)).toBeLessThan(order.indexOf(name))
      }),
    )
  })

  test.each([
    ['a circle', [bolt('a', ['b']), bolt('b', ['a']), bolt('c')], 'a, b'],
    ['a bolt that reads itself', [bolt('a', ['a'])], 'a'],
    ['a name that is missing', [bolt('a'), bolt('b', ['nobody'])], 'b'],
  ])('%s is refused by name', (_, bolts, waiting) => {
    expect(() => arrange(bolts)).toThrow(`missing: ${waiting}`)
  })
})

describe('a topology', () => {
  test('takes an event through all bolts in order, until one of them ends its way', () => {
    const stop = bolt('stop', ['first'], { fold: (_, trail) => (trail.passed.push('stop'), false) })
    const [open, closed] = [{ passed: [] }, { passed: [] }]
    new Topology([bolt('last', ['first']), bolt('first')]).fold(open, 0)
    new Topology([bolt('first'), stop, bolt('last', ['stop'])]).fold(closed, 0)
    expect([open.passed, closed.passed]).toEqual([['first', 'last'], ['first', 'stop']])
  })

  test('assesses with every bolt, also behind one that ends the way of events', () => {
    const assess = (name: string) => ({ assess: (_: unknown, trail: Trail) => void trail.passed.push(name), fold: () => false as const })
    const trail = { passed: [] }
    new Topology([bolt('a', [], assess('a')), bolt('b', ['a'], assess('b'))]).assess(trail, 0)
    expect(trail.passed).toEqual(['a', 'b'])
  })

  test('wakes only those whose time has come, and is told what to assess again', () => {
    const sleeper = (name: string, at: number, row: number) =>
      bolt(name, [], { wakesAt: () => at, wake: (_, now, again) => again(row, now >= 20 ? 'at_once' : 'soon') })
    const topology = new Topology([sleeper('early', 10, 1), sleeper('late', 20, 2)])
    const asked: [number, string][] = []
    for (const now of [9, 10, 20]) if (topology.wakes(now)) topology.wake(now, (row, when) => asked.push([row, when]))
    expect(asked).toEqual([[1, 'soon'], [1, 'at_once'], [2, 'at_once']])
    expect(topology.wakes(9)).toBe(false)
  })

  test('saves every part under its bolt, and goes on from there', () => {
    const [one, other] = [new Topology([bolt('a'), bolt('b')]), new Topology([bolt('a'), bolt('b')])]
    one.fold({ passed: [] }, 0)
    expect(one.save()).toEqual({ 'a.calls': '1', 'b.calls': '1' })
    other.load(one.save())
    other.fold({ passed: [] }, 0)
    expect(other.save()).toEqual({ 'a.calls': '2', 'b.calls': '2' })
  })
})
