import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Random } from '../engine/kernel/random.ts'
import { FeedFault, FeedFaults } from './feed-faults.ts'
import { parseFault } from './parse.ts'
import { planFaults } from './plan.ts'

const setting = { durationMs: 60_000, bolts: ['price'], feeds: ['demand', 'sales', 'cost'], place: '--fault', exitCode: 2 } as const
const plan = (...texts: readonly string[]) => planFaults(texts.map((text) => parseFault(text, setting)), setting)
const costLine = (costMinor: unknown) => `{"topic":"vendor_cost_updates","id":"g1-0-1","sku":"A","data":{"vendor":"V \\"x\\" €","costMinor":${JSON.stringify(costMinor)},"currency":"INR"},"costMinor":7}`

const faultOf = (text: string, seed = '1') => new FeedFault(plan(text)[0], new Random(seed))

describe('one fault on a line', () => {
  it.each<[fault: string, line: string, reaches: readonly string[]]>([
    ['feed.sales:down', 'a', []],
    ['feed.sales:duplicate', 'a', ['a', 'a']],
    ['feed.sales:corrupt', '{"a":1}', ['{"a":1']],
    ['feed.cost:bad_cost,factor=100', costLine(1234), [costLine(123_400)]],
    ['feed.cost:bad_cost,factor=0.01', costLine(1234), [costLine(12)]],
    ['feed.cost:bad_cost,factor=0.01', costLine(1250), [costLine(13)]],
    ['feed.cost:bad_cost,factor=0.01', costLine(3), [costLine(1)]],
    ['feed.cost:bad_cost,factor=100', costLine('1234'), [costLine('1234')]],
    ['feed.cost:bad_cost,factor=100', costLine(12.5), [costLine(12.5)]],
    ['feed.cost:bad_cost,factor=100', 'not json', ['not json']],
    ['feed.cost:bad_cost,factor=100', 'null', ['null']],
    ['feed.cost:bad_cost,factor=100', '{"data":null}', ['{"data":null}']],
    ['feed.cost:bad_cost,factor=100', '{"data":{"text":"\\"costMinor\\":5"}}', ['{"data":{"text":"\\"costMinor\\":5"}}']],
  ])('%s makes %s into %j', (text, line, reaches) => {
    expect(faultOf(text).onFeed(line)).toEqual(reaches)
  })

  it('hits its share of the records, and counts them', () => {
    const fault = faultOf('log:duplicate~0.25')
    let lines = 0
    for (let n = 0; n < 10_000; n++) lines += fault.onFeed('a').length
    expect(fault.eligible).toBe(10_000)
    expect(lines).toBe(10_000 + fault.injected)
    expect(fault.injected / fault.eligible).toBeCloseTo(0.25, 1)
  })

  it('hits nothing at 0, and draws nothing at 1', () => {
    const never = faultOf('log:duplicate~0')
    for (let n = 0; n < 1000; n++) never.onFeed('a')
    expect(never).toMatchObject({ injected: 0, eligible: 1000 })
    const always = faultOf('log:duplicate')
    always.onFeed('a')
    expect(always.random.uint32()).toBe(faultOf('log:duplicate').random.uint32())
  })
})

describe('what is kept back', () => {
  const sent = (text: string, lines: string, seed = '1') => {
    const faults = new FeedFaults(plan(text), new Random(seed))
    const arrived = [...lines].map((line, ms) => faults.apply('sales', line, 10_000 + ms, 0).join(''))
    return { faults, arrived }
  }

  it('a paused feed sends nothing, and all of it when it goes on', () => {
    const { faults, arrived } = sent('feed.sales:pause@10s+5s', 'abcd')
    expect(arrived.join('')).toBe('')
    expect([faults.heldOf(0), faults.heldOf(1)]).toEqual([4, 0])
    expect(faults.freedBy(14_999)).toEqual([])
    expect(faults.freedBy(15_000)).toEqual([...'abcd'].map((line) => ({ partition: 0, line })))
    expect([faults.freedBy(15_000), faults.heldOf(0)]).toEqual([[], 0])
  })

  it('a slow feed lets one in so many through, in order', () => {
    const { faults, arrived } = sent('feed.sales:slow,factor=3@10s+5s', 'abcdefg')
    expect(arrived).toEqual(['', '', 'a', '', '', 'b', ''])
    expect(faults.freedBy(15_000).map(({ line }) => line).join('')).toBe('cdefg')
  })

  it('a hanging feed gets single lines stuck, and the others pass them', () => {
    const { faults, arrived } = sent('feed.sales:hang@10s+5s~0.5', 'abcdefghij')
    const stuck = faults.freedBy(15_000).map(({ line }) => line).join('')
    expect([...arrived, ...stuck].join('').split('').toSorted().join('')).toBe('abcdefghij')
    expect([arrived.join('').length, stuck.length]).toEqual([10 - stuck.length, stuck.length])
    expect(stuck.length).toBeGreaterThan(0)
    expect(stuck.length).toBeLessThan(10)
  })

  it('reordered lines arrive behind the one that follows them, and none is lost', () => {
    const { faults, arrived } = sent('feed.sales:reorder@10s+5s', 'abcde')
    expect(arrived).toEqual(['', 'ba', '', 'dc', ''])
    expect(faults.freedBy(15_000).map(({ line }) => line)).toEqual(['e'])
    for (const seed of '123456') {
      const some = sent('log:reorder@10s+5s~0.3', 'abcdefghijkl', seed)
      const all = [...some.arrived, ...some.faults.freedBy(15_000).map(({ line }) => line)].join('')
      expect(all.split('').toSorted().join('')).toBe('abcdefghijkl')
    }
  })

  it('each partition has an order of its own', () => {
    const faults = new FeedFaults(plan('feed.sales:reorder'), new Random('1'))
    expect([faults.apply('sales', 'a', 1, 0), faults.apply('sales', 'b', 1, 1), faults.apply('sales', 'c', 1, 0)]).toEqual([[], [], ['c', 'a']])
  })

  it('a pause of the log is not one of its feeds', () => {
    const { faults, arrived } = sent('log:pause@10s+5s', 'ab')
    expect([arrived.join(''), faults.heldOf(0), faults.isQuiet(11_000)]).toEqual(['ab', 0, true])
  })
})

describe('FeedFaults', () => {
  it('is on from its first millisecond and off at its last', () => {
    const faults = new FeedFaults(plan('feed.sales:duplicate@10s+5s'), new Random('1'))
    const at = (ms: number) => faults.apply('sales', 'a', ms).length
    expect([0, 9_999, 10_000, 10_000, 14_999, 15_000, 59_999].map(at)).toEqual([1, 1, 2, 2, 2, 1, 1])
  })

  it('leaves other feeds alone, unless it is on the log', () => {
    const faults = new FeedFaults(plan('feed.sales:down@10s+5s', 'log:duplicate@10s+5s'), new Random('1'))
    expect(faults.apply('sales', 'a', 12_000)).toEqual([])
    expect(faults.apply('demand', 'a', 12_000)).toEqual(['a', 'a'])
  })

  it('duplicates what was altered, whatever the order in which the faults were given', () => {
    for (const texts of [['feed.cost:duplicate', 'feed.cost:bad_cost,factor=2~0.5'], ['feed.cost:bad_cost,factor=2~0.5', 'feed.cost:duplicate']]) {
      const faults = new FeedFaults(plan(...texts), new Random('1'))
      for (let ms = 0; ms < 100; ms++) {
        const [first, second, ...more] = faults.apply('cost', costLine(100), ms)
        expect(second).toBe(first)
        expect(more).toEqual([])
      }
    }
  })

  it('says that a feed is silent, and counts the events that were never sent', () => {
    const planned = plan('feed.sales:down@10s+5s', 'cache:down@20s')
    const faults = new FeedFaults(planned, new Random('1'))
    expect([9_999, 10_000, 14_999, 15_000].map((ms) => faults.isSilent('sales', ms))).toEqual([false, true, true, false])
    expect(faults.hits(planned)).toEqual([{ injected: 2, eligible: 2 }, null])
  })

  it('has nothing silent but feeds that are down', () => {
    const faults = new FeedFaults(plan('feed.cost:down@10s+5s', 'feed.sales:duplicate'), new Random('1'))
    expect(faults.isSilent('sales', 12_000)).toBe(false)
  })

  it('is quiet where nothing acts on a feed', () => {
    const faults = new FeedFaults(plan('cache:down@10s+5s', 'feed.sales:duplicate@20s+5s'), new Random('1'))
    expect([0, 12_000, 19_999, 20_000, 24_999, 25_000].map((ms) => faults.isQuiet(ms))).toEqual([true, true, true, false, false, true])
    expect(new FeedFaults([], new Random('1')).isQuiet(0)).toBe(true)
  })

  it('hits the same records for the same seed, whatever other faults there are', () => {
    const hits = (...texts: readonly string[]) => {
      const faults = new FeedFaults(plan(...texts), new Random('5'))
      return Array.from({ length: 500 }, (_, ms) => faults.apply('sales', 'a', ms).length).join('')
    }
    const alone = hits('feed.sales:duplicate~0.5')
    expect(hits('feed.demand:duplicate~0.5', 'feed.sales:duplicate~0.5', 'feed.cost:down@10ms')).toBe(alone)
    expect(alone).toMatch(/^[12]+$/)
    expect(new Set(alone).size).toBe(2)
  })

  it('agrees with the plain definition at every millisecond', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 900 }), fc.integer({ min: 1, max: 99 }))
    fc.assert(
      fc.property(fc.array(span, { maxLength: 6 }), fc.array(fc.integer({ min: 0, max: 1000 }), { maxLength: 40 }), (spans, times) => {
        const planned = spans.map(([startMs, lengthMs], index) => ({ ...plan('feed.sales:duplicate')[0], startMs, endMs: startMs + lengthMs, index }))
        const faults = new FeedFaults(planned, new Random('1'))
        for (const ms of times.toSorted((a, b) => a - b)) {
          const on = planned.filter(({ startMs, endMs }) => startMs <= ms && ms < endMs).length
          expect(faults.apply('sales', 'a', ms)).toHaveLength(2 ** on)
        }
      }),
    )
  })
})

describe('a fault that is added while the run goes on', () => {
  it('acts from its start to its end, also where it was quiet before', () => {
    const faults = new FeedFaults([], new Random('1'))
    expect(faults.apply('sales', 'a', 10_000)).toEqual(['a'])
    const [late] = plan('feed.sales:duplicate@20s+1s')
    faults.add(late)
    expect([19_999, 20_000, 20_999, 21_000].map((ms) => faults.apply('sales', 'a', ms).length)).toEqual([1, 2, 2, 1])
    expect(faults.hits([late])).toEqual([{ injected: 2, eligible: 2 }])
  })

  it('takes its place in the order of action', () => {
    const faults = new FeedFaults(plan('feed.cost:duplicate'), new Random('1'))
    faults.add(plan('feed.cost:bad_cost,factor=100')[0])
    expect(faults.apply('cost', costLine(1), 0)).toEqual([costLine(100), costLine(100)])
  })
})
