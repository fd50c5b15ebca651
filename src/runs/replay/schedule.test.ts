import { describe, expect, it } from 'vitest'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import { Schedule } from './schedule.ts'

const HOUR_MS = 3_600_000

describe('the schedule of a replay', () => {
  it('given full speed, then everything is due at once, and nothing is late', async () => {
    const schedule = new Schedule({ speed: 'max', maxGapMs: Infinity }, () => false)
    expect([await schedule.until(0), await schedule.until(HOUR_MS), schedule.lateMsMax]).toEqual([Infinity, Infinity, 0])
  })

  it('given a pace, then the first moment is now, and the next one is as far behind it as it was recorded, by the speed', async () => {
    const schedule = new Schedule({ speed: 2, maxGapMs: Infinity }, () => false)
    const [first, second] = [await schedule.until(1000), await schedule.until(1040)]
    expect(second - first).toBeCloseTo(20, 6)
    expect(monotonicMs()).toBeGreaterThanOrEqual(second)
  })

  it('given it is stopped, then it does not wait for a moment that is an hour away', async () => {
    const schedule = new Schedule({ speed: 1, maxGapMs: Infinity }, () => true)
    const first = await schedule.until(0)
    expect(await schedule.until(HOUR_MS)).toBeCloseTo(first + HOUR_MS, 3)
    expect(monotonicMs()).toBeLessThan(first + HOUR_MS / 2)
  })
})
