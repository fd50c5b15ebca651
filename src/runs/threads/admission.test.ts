import { setTimeout } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import type { Scenario } from '../../scenarios/scenario.ts'
import { drained, startGenerator } from '../../testing/generator-thread.ts'
import { planScenario } from '../plan-scenario.ts'
import { type GeneratorTotals, WHOLE } from './generator-setting.ts'
import { messageOf } from './start-thread.ts'

const RATE = 20_000
const LAG_MAX_MS = 100
const DURATION_MS = 1500
const LIMIT = (RATE * LAG_MAX_MS) / 1000
/** Of the mix: what is never rejected but for stock counts, 1.9 % and 0.1 %. */
const ALWAYS_SHARE = 0.02

/** A generator in front of a pipeline that takes nothing at all, or everything at once. */
async function sentTo(pipeline: 'stuck' | 'quick', admissionMs: number): Promise<{ readonly pushed: number; readonly totals: GeneratorTotals }> {
  const scenario: Scenario = await planScenario('steady', { rate: RATE, skus: 400, stores: 2, durationMs: DURATION_MS, admissionMs })
  const { control, rings, thread, done } = startGenerator({ scenario, paced: true, faults: [], segment: WHOLE, seededWhen: 'decided' })
  const seeded = messageOf(thread, 'seeded').then(() => true)
  while (!(await Promise.race([seeded, setTimeout(1, false)]))) rings.forEach(drained)
  const seededRecords = sum(rings.map((ring) => ring.pushedCount))
  control.start(monotonicMs())
  const endsAt = monotonicMs() + DURATION_MS + 500
  while (monotonicMs() < endsAt) {
    if (pipeline === 'quick') rings.forEach(drained)
    await setTimeout(2)
  }
  const pushed = sum(rings.map((ring) => ring.pushedCount)) - seededRecords
  while (!(await Promise.race([done.then(() => true), setTimeout(1, false)]))) rings.forEach(drained)
  const { totals } = await done
  await thread.terminate()
  return { pushed, totals }
}

const sum = (counts: readonly number[]): number => counts.reduce((total, count) => total + count, 0)
const rejectedOf = ({ partitions }: GeneratorTotals, kind: keyof GeneratorTotals['sent']) => sum(partitions.map(({ rejected }) => rejected[kind]))

describe('given a pipeline that is stuck, and admission control', async () => {
  const { pushed, totals } = await sentTo('stuck', LAG_MAX_MS)
  const planned = sum(Object.values(totals.planned))

  test('when the traffic goes on, then what waits stays within the limits', () => {
    expect(pushed).toBeGreaterThan(LIMIT)
    expect(pushed).toBeLessThan(2 * LIMIT + planned * (ALWAYS_SHARE + 0.01) + LIMIT / 2)
  })

  test('when events are rejected, then those that matter least are rejected most, and some kinds never', () => {
    const share = (kind: keyof GeneratorTotals['sent']) => rejectedOf(totals, kind) / totals.sent[kind]
    expect(share('demand')).toBeGreaterThan(share('sales'))
    expect(share('sales')).toBeGreaterThan(share('inventory'))
    expect(share('inventory')).toBeGreaterThan(0.5)
    expect([rejectedOf(totals, 'cost'), rejectedOf(totals, 'rules')]).toEqual([0, 0])
  })

  test('when all is counted, then every event that was due was handed over or rejected, and none of them late', () => {
    expect(totals.sent).toEqual(totals.planned)
    for (const { offered, handed, rejected } of totals.partitions) expect(offered).toBe(handed + sum(Object.values(rejected)))
    expect(pushed).toBe(sum(totals.partitions.map(({ handed }) => handed)))
    expect(totals.lateByBackpressure).toBe(0)
  })
})

test('given a pipeline that keeps up, when admission control looks on, then nothing is rejected', async () => {
  const { totals } = await sentTo('quick', 1000)
  expect(totals.partitions.map(({ rejected }) => sum(Object.values(rejected)))).toEqual(Array.from({ length: 8 }, () => 0))
})
