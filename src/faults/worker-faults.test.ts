import { describe, expect, it } from 'vitest'
import { faultWorld } from '../testing/fault-world.ts'

/** The first of two workers. */
function workerUnder(...texts: readonly string[]) {
  const { faults, time } = faultWorld(...texts)
  const worker = faults.worker({ index: 0, of: 2 })
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
    const { faults, time } = faultWorld('worker.1:kill@1s+2s')
    time.ms = 3001
    expect(faults.worker({ index: 0, of: 2 }).ending()).toBeUndefined()
  })

  it('is another one where another is meant, and always exactly one where none is named', () => {
    const ends = (text: string, index: number) => {
      const { faults, time } = faultWorld(text)
      const worker = faults.worker({ index, of: 4 })
      time.ms = 1500
      return worker.ending() !== undefined
    }
    expect([0, 1, 2, 3].map((index) => ends('worker.3:kill@1s', index))).toEqual([false, false, true, false])
    expect([0, 1, 2, 3].filter((index) => ends('worker:kill@1s', index))).toHaveLength(1)
  })
})
