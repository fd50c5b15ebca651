import { judgeHistory } from '../runs/explore/judge-history.ts'
import type { SeededBug } from '../simulator/seeded-bug.ts'
import { DEFAULT_WORLD, simulateWorld } from '../simulator/world.ts'

/** How many seeds it takes until the invariant named for the bug fails, from seed 0 on; null where `seedsMax` are not enough. */
export async function seedsUntilCaught(bug: SeededBug, seedsMax: number): Promise<number | null> {
  for (let seeds = 1; seeds <= seedsMax; seeds++) {
    const { invariants } = judgeHistory(await simulateWorld(String(seeds - 1), { ...DEFAULT_WORLD, bug }))
    if (invariants.some(({ name, status }) => name === bug.caughtBy && status === 'fail')) return seeds
  }
  return null
}
