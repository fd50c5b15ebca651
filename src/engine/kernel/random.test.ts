import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Random } from './random.ts'

const draw = (random: Random, count: number): number[] => Array.from({ length: count }, () => random.uint32())

describe('random numbers', () => {
  test('one seed is one sequence, on every machine and in every version', () => {
    expect(draw(new Random('promo'), 6)).toEqual([2_227_809_355, 1_041_452_782, 363_922_779, 1_068_326_826, 1_656_104_230, 1_871_122_117])
    expect(draw(new Random('promo').fork('traffic'), 4)).toEqual([1_501_957_246, 4_189_655_699, 4_061_368_716, 3_072_521_734])
  })

  test('seeds that differ little give sequences that share nothing', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (one, other) => {
        fc.pre(one !== other)
        const drawn = new Set(draw(new Random(one), 50))
        expect(draw(new Random(other), 50).filter((number) => drawn.has(number)).length).toBeLessThan(2)
      }),
    )
  })

  test('a fork does not move when more is drawn elsewhere', () => {
    const [quiet, busy] = [new Random('seed'), new Random('seed')]
    draw(busy, 1000)
    draw(busy.fork('other'), 1000)
    expect(draw(busy.fork('traffic'), 20)).toEqual(draw(quiet.fork('traffic'), 20))
  })

  test('forking does not move the one that is forked', () => {
    const [plain, forked] = [new Random('seed'), new Random('seed')]
    forked.fork('a').fork('b')
    expect(draw(forked, 20)).toEqual(draw(plain, 20))
  })

  test('forks of other names, of other parents and of forks are other streams', () => {
    const seed = new Random('seed')
    const streams = [seed, seed.fork('a'), seed.fork('b'), seed.fork('a').fork('b'), new Random('other').fork('a')]
    expect(new Set(streams.map((stream) => draw(stream, 4).join())).size).toBe(streams.length)
  })
})

describe('ranges', () => {
  const seed = fc.string()

  test('below and between stay inside and reach both ends', () => {
    fc.assert(
      fc.property(seed, fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 0, max: 3 }), (text, from, span) => {
        const random = new Random(text)
        const drawn = new Set(Array.from({ length: 200 }, () => random.between(from, from + span)))
        expect([...drawn].sort((a, b) => a - b)).toEqual(Array.from({ length: span + 1 }, (_, step) => from + step))
      }),
    )
  })

  test('fractions are in [0, 1)', () => {
    const random = new Random('fractions')
    const drawn = Array.from({ length: 20_000 }, () => random.fraction())
    expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0)
    expect(Math.max(...drawn)).toBeLessThan(1)
    expect(drawn.reduce((sum, value) => sum + value) / drawn.length).toBeCloseTo(0.5, 1)
  })

  test('a die falls on every side alike', () => {
    const random = new Random('die')
    const counts = [0, 0, 0, 0, 0, 0]
    for (let throws = 0; throws < 60_000; throws++) counts[random.below(6)]++
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500)
  })

  test('chance 0 never, chance 1 always; pick gives what is there', () => {
    const random = new Random('chance')
    for (let tries = 0; tries < 1000; tries++) {
      expect(random.chance(0)).toBe(false)
      expect(random.chance(1)).toBe(true)
      expect(['a', 'b', 'c']).toContain(random.pick(['a', 'b', 'c']))
    }
  })
})
