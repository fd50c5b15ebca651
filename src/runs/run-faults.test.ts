import { describe, expect, it } from 'vitest'
import type { TrafficShape } from '../scenarios/scenario.ts'
import { planScenario } from './plan-scenario.ts'
import { recoveryWindows } from './run-faults.ts'

/** Whether a stretch of a run that begins at `startMs` has no more lag than a recovery may, with so many records waiting. */
async function lagOk(shape: TrafficShape, startMs: number, waiting: number): Promise<boolean> {
  const scenario = { ...(await planScenario('steady', { durationMs: 20_000 })), durationMs: 20_000 }
  const withShape = { ...scenario, traffic: { ...scenario.traffic, shape } }
  const window = { startMs, count: 0, overGate: 0, lagMax: waiting }
  const windows = Array.from({ length: 200 }, (_, index) => (index * 100 === startMs ? window : { ...window, startMs: index * 100, lagMax: 0 }))
  return recoveryWindows(withShape, [windows])[startMs / 100].lagOk
}

const constant = (rate: number): TrafficShape => ({ kind: 'constant', rate })
const spike: TrafficShape = { kind: 'spike', rate: 100, peak: 1000, atMs: 5_000, forMs: 5_000 }

describe('given so many events a second and so many waiting, when a recovery is judged', () => {
  it.each<[sentence: string, shape: TrafficShape, startMs: number, waiting: number, isOk: boolean]>([
    ['a second of traffic may wait', constant(100), 10_000, 100, true],
    ['more than a second may not, however little that is', constant(100), 10_000, 101, false],
    ['a second of much traffic is much', constant(20_000), 10_000, 20_000, true],
    ['ten may always wait', constant(2), 10_000, 10, true],
    ['eleven may not', constant(2), 10_000, 11, false],
    ['the first second has what is to come', constant(500), 0, 500, true],
    ['the last second has what has come', constant(500), 19_900, 500, true],
    ['just ahead of a spike it is the spike that counts', spike, 4_900, 900, true],
    ['long behind it, it is not', spike, 12_000, 101, false],
  ])('%s', async (_sentence, shape, startMs, waiting, isOk) => {
    expect(await lagOk(shape, startMs, waiting)).toBe(isOk)
  })
})
