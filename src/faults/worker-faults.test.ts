import { describe, expect, it } from 'vitest'
import type { Bolt, BoltState } from '../engine/kernel/bolt.ts'
import { BOLTS } from '../engine/pricing/bolts/registry.ts'
import { CRASH_POINTS } from './kinds/crash.ts'
import { faultWorldOf } from '../testing/fault-world.ts'
import { WorkerCrash } from './worker-crash.ts'

/** The first of two workers. */
function workerUnder(...texts: readonly string[]) {
  const { faults, time } = faultWorldOf({ index: 0, of: 2 }, ...texts)
  const worker = faults.worker()
  return { faults, time, worker }
}

describe('a worker under a fault', () => {
  it('that is paused takes its turn when the pause is over', async () => {
    const { time, worker } = workerUnder('worker.1:pause@1s+1s')
    time.ms = 1500
    let turnedAtMs = 0
    const done = worker.turn(async () => ((turnedAtMs = time.ms), true))
    await time.pass(499)
    expect(turnedAtMs).toBe(0)
    await time.pass(100)
    expect([await done, turnedAtMs]).toEqual([true, 2000])
  })

  it('that is slow takes a multiple of its time', async () => {
    const { time, worker } = workerUnder('worker.1:slow,factor=10@1s+1s')
    time.ms = 1500
    let endedAtMs = 0
    void worker.turn(async () => (time.block(3), true)).then(() => (endedAtMs = time.ms))
    await time.pass(200)
    expect(endedAtMs).toBe(1530)
  })

  it.each<[fault: string, end: string, againAtMs: number]>([
    ['worker.1:kill@1s+2s', 'as_it_stands', 3000],
    ['worker.1:kill@1s', 'as_it_stands', 60_000],
    ['worker.1:down@1s+2s', 'in_order', 3000],
    ['worker.1:restart@1s', 'in_order', 1000],
  ])('%s ends it %s, and another begins at %d ms', (fault, end, againAtMs) => {
    const { time, worker, faults } = workerUnder(fault)
    time.ms = 999
    expect(worker.ending()).toBeUndefined()
    time.ms = 1003
    expect(worker.ending()).toEqual({ end, againAtMs })
    expect(faults.hits[fault]).toEqual({ injected: 1, eligible: 1 })
  })

  it('does not end one that began in its place', () => {
    const { faults, time } = faultWorldOf({ index: 0, of: 2 }, 'worker.1:kill@1s+2s')
    time.ms = 3001
    expect(faults.worker().ending()).toBeUndefined()
  })

  it('is another one where another is meant, and always exactly one where none is named', () => {
    const ends = (text: string, index: number) => {
      const { faults, time } = faultWorldOf({ index, of: 4 }, text)
      const worker = faults.worker()
      time.ms = 1500
      return worker.ending() !== undefined
    }
    expect([0, 1, 2, 3].map((index) => ends('worker.3:kill@1s', index))).toEqual([false, false, true, false])
    expect([0, 1, 2, 3].filter((index) => ends('worker:kill@1s', index))).toHaveLength(1)
  })
})

describe('a worker that crashes in the middle of a batch', () => {
  const place = { index: 0, of: 2 }
  const runnersPoints = CRASH_POINTS.filter((point) => point !== 'compute')

  it.each(runnersPoints)('at=%s: ends there and nowhere before, in whichever of its partitions gets there first, once', (at) => {
    const fault = `worker.1:crash,at=${at}@1s`
    const { faults, time } = faultWorldOf(place, fault)
    const partitions = [0, 2].map((partition) => faults.bolts(partition).driver)
    const pass = (ms: number, { reach }: (typeof partitions)[number]) => {
      time.ms = ms
      for (const point of runnersPoints) {
        try {
          reach(point, ms)
        } catch (error) {
          return [point, error instanceof WorkerCrash]
        }
      }
      return 'whole'
    }
    expect(partitions.map((driver) => pass(999, driver))).toEqual(['whole', 'whole'])
    expect(faults.hits[fault]).toBeUndefined()
    expect(pass(1000, partitions[1])).toEqual([at, true])
    expect(faults.hits[fault]).toEqual({ injected: 1, eligible: 1 })
  })

  it('at=compute: ends in the middle of one bolt’s work, which the seed decides', () => {
    const { faults, time } = faultWorldOf(place, 'worker.1:crash@1s')
    const { driver, wrap } = faults.bolts(0)
    const bolts = Object.keys(BOLTS).map((name) => wrap({ name, summary: '', after: [], open: () => ({}), fold: () => true } as never) as Bolt<BoltState, object>)
    time.ms = 1000
    const ended = [() => driver.reach('read', 1000), ...bolts.map((bolt) => () => bolt.fold!({}, {}, 1000))].filter((step) => {
      try {
        step()
        return false
      } catch (error) {
        return error instanceof WorkerCrash
      }
    })
    expect(ended).toHaveLength(1)
  })

  it('does not strike another worker, nor the one that begins in its place, nor whoever is none', () => {
    const struck = (worker: Parameters<typeof faultWorldOf>[0], bornMs: number) => {
      const { faults, time } = faultWorldOf(worker, 'worker.1:crash,at=read@1s')
      time.ms = bornMs
      const { driver } = faults.bolts(0)
      time.ms = 2000
      return () => driver.reach('read', 2000)
    }
    expect(struck(place, 0)).toThrow(WorkerCrash)
    for (const other of [struck({ index: 1, of: 2 }, 0), struck(place, 1001), struck(null, 0)]) expect(other).not.toThrow()
  })

  it('is no end between two turns, and no fault of a turn', async () => {
    const { time, worker } = workerUnder('worker.1:crash@1s')
    time.ms = 1500
    expect([worker.ending(), await worker.turn(async () => true)]).toEqual([undefined, true])
  })
})
