import { describe, expect, test } from 'vitest'
import { failedNames, judgeHistory } from '../runs/explore/judge-history.ts'
import { simulateWorld } from './world.ts'

const SEEDS = Number(process.env.PROMO_SIMULATOR_SEEDS ?? 10)
const seeds = Array.from({ length: SEEDS }, (_, number) => String(number))

describe('the simulated world', () => {
  test(`${SEEDS} seeds with faults keep every invariant`, async () => {
    const failing: string[] = []
    let hits = 0
    for (const seed of seeds) {
      const history = await simulateWorld(seed)
      hits += history.coverage.reduce((sum, pair) => sum + pair.hits, 0)
      const failed = failedNames(judgeHistory(history).invariants)
      if (failed.length > 0) failing.push(`${seed}: ${failed.join(', ')}`)
    }
    expect(failing).toEqual([])
    expect(hits).toBeGreaterThan(SEEDS)
  })

  test('one seed is one history, to the byte', async () => {
    for (const seed of seeds.slice(0, 3)) {
      const [one, other] = [judgeHistory(await simulateWorld(seed)), judgeHistory(await simulateWorld(seed))]
      expect(one.sha256).toBe(other.sha256)
    }
  })

  test('another seed is another history', async () => {
    expect(judgeHistory(await simulateWorld('a')).sha256).not.toBe(judgeHistory(await simulateWorld('b')).sha256)
  })
})
