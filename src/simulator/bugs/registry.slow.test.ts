import { afterAll, describe, expect, it } from 'vitest'
import { seedsUntilCaught } from '../../testing/bug-hunt.ts'
import { SEEDED_BUGS } from './registry.ts'

const SEEDS_MAX = Number(process.env.PROMO_BUG_SEEDS_MAX ?? 200)
const MEDIAN_MAX = 1000
const BUGS = Object.values(SEEDED_BUGS)

const seedsByBug: number[] = []

describe('given a world with one bug', () => {
  it.each(BUGS.map((bug) => [bug.name, bug.caughtBy, bug] as const))(`when at most ${SEEDS_MAX} seeds are tried, then %s is caught by %s`, async (_, __, bug) => {
    const seeds = await seedsUntilCaught(bug, SEEDS_MAX)
    if (seeds !== null) seedsByBug.push(seeds)
    expect(seeds).not.toBeNull()
  })

  it('when all of them are hunted, then the median needs few seeds', () => {
    const sorted = seedsByBug.toSorted((a, b) => a - b)
    expect(sorted).toHaveLength(BUGS.length)
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThanOrEqual(MEDIAN_MAX)
  })
})

afterAll(() => {
  const sorted = seedsByBug.toSorted((a, b) => a - b)
  process.stdout.write(`${sorted.length} of ${BUGS.length} seeded bugs caught; seeds: median ${sorted[Math.floor(sorted.length / 2)]}, most ${sorted.at(-1)}\n`)
})
