import { describe, expect, test } from 'vitest'
import { failedNames, judgeHistory } from '../testing/judge-history.ts'
import { SEEDED_BUGS } from './bugs/registry.ts'
import { DEFAULT_WORLD, simulateWorld } from './world.ts'

const SEEDS = Number(process.env.PROMO_SIMULATOR_SEEDS ?? 200)
const seeds = Array.from({ length: SEEDS }, (_, number) => `seed-${number}`)

describe('the simulated world', () => {
  test(`${SEEDS} seeds with crashes, duplicates and delays keep every invariant`, async () => {
    const failing: string[] = []
    let crashed = 0
    for (const seed of seeds) {
      const history = await simulateWorld(seed)
      crashed += history.crashed
      const failed = failedNames(await judgeHistory(history))
      if (failed.length > 0) failing.push(`${seed}: ${failed.join(', ')}`)
    }
    expect(failing).toEqual([])
    expect(crashed).toBeGreaterThan(SEEDS)
  })

  test('one seed is one history, to the byte', async () => {
    for (const seed of seeds.slice(0, 20)) {
      const [one, other] = [await simulateWorld(seed), await simulateWorld(seed)]
      expect(one.log.equals(other.log)).toBe(true)
      expect(one.reads).toEqual(other.reads)
    }
  })

  test('another seed is another history', async () => {
    expect((await simulateWorld('a')).log.equals((await simulateWorld('b')).log)).toBe(false)
  })
})

describe('seeded bugs', () => {
  test.each(Object.values(SEEDED_BUGS).map((bug) => [bug.name, bug.caughtBy, bug] as const))('%s is caught by %s', async (_, caughtBy, bug) => {
    const failures: string[][] = []
    for (const seed of seeds.slice(0, 16)) failures.push(failedNames(await judgeHistory(await simulateWorld(seed, { ...DEFAULT_WORLD, bug }))))
    const noticed = failures.filter((names) => names.length > 0)
    expect(noticed.length).toBeGreaterThan(0)
    // Wherever anything is noticed, the check named for the bug has noticed it.
    for (const names of noticed) expect(names).toContain(caughtBy)
  })
})
