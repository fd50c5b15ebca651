import { describe, expect, it } from 'vitest'
import type { Bolt, BoltState } from '../engine/kernel/bolt.ts'
import { BoltCrash } from '../engine/kernel/ports.ts'
import { faultWorld } from '../testing/fault-world.ts'

/** A price bolt that takes 2 ms to fold, in a partition under these faults; `fold` says what came of a step at `now`. */
function boltUnder(...texts: readonly string[]) {
  const { faults, time } = faultWorld(...texts)
  const { driver, wrap } = faults.bolts(0)
  const bare: Bolt<BoltState, object> = { name: 'price', summary: '', after: [], open: () => ({}), fold: () => time.block(2) } as never
  const bolt = wrap(bare as never) as Bolt<BoltState, object>
  const fold = (now: number): string => {
    const began = time.ms
    try {
      bolt.fold!({}, {}, now)
    } catch (error) {
      return error instanceof BoltCrash ? 'died' : 'broken'
    }
    return `${time.ms - began} ms`
  }
  const at = (ms: number) => {
    time.ms = ms
    driver.reach('read', ms)
    return fold(ms)
  }
  return { faults, time, driver, fold, at }
}

describe('a bolt under a fault', () => {
  it.each<[fault: string, before: string, during: string, after: string]>([
    ['bolt.price:pause@1s+1s', '2 ms', '502 ms', '2 ms'],
    ['bolt.price:hang@1s+1s', '2 ms', '500 ms', '2 ms'],
    ['bolt.price:slow,factor=20@1s+1s', '2 ms', '40 ms', '2 ms'],
    ['bolt.price:throw@1s+1s', '2 ms', 'died', '2 ms'],
    ['bolt.decide:pause@1s+1s', '2 ms', '2 ms', '2 ms'],
  ])('%s takes %s before it, %s while it is on, %s behind it', (fault, before, during, after) => {
    const { at } = boltUnder(fault)
    expect([at(999), at(1500), at(2000)]).toEqual([before, during, after])
  })

  it('throws over its share of the records, and over each of them once only', () => {
    const { faults, driver, fold } = boltUnder('bolt.price:throw@0s+10s~0.5')
    let [died, done] = [0, 0]
    for (let batch = 0; batch < 200; batch++) {
      // Whoever mends a crash takes the batch again, from its first record on.
      for (let record = 0, isDone = false; !isDone; ) {
        driver.reach('read', batch)
        for (record = 0; record < 3 && fold(batch) !== 'died'; ) record++
        isDone = record === 3
        if (!isDone) died++
      }
      driver.reach('publish', batch)
      done++
    }
    const { injected, eligible } = faults.hits['bolt.price:throw@0s+10s~0.5']
    expect([done, injected, eligible]).toEqual([200, died, 600])
    expect(died / 600).toBeCloseTo(0.5, 1)
  })

  it('leaves alone what is executed again from the log', () => {
    const { driver, fold, time } = boltUnder('bolt.price:throw@0s+10s')
    time.ms = 5
    driver.reach('read', 5)
    expect(fold(5)).toBe('died')
    expect([fold(5), fold(5)]).toEqual(['2 ms', '2 ms'])
  })

  it('the spout is hit while it reads', () => {
    const { faults, time } = faultWorld('bolt.spout:pause@1s+1s')
    time.ms = 1200
    faults.bolts(0).driver.reach('read', 1200)
    expect(time.ms).toBe(2000)
  })

  it('is started again in a partition, once, and counted', () => {
    const { faults, driver, time } = boltUnder('bolt.price:restart@1s')
    const readAt = (ms: number) => () => ((time.ms = ms), driver.reach('read', ms))
    expect(readAt(999)).not.toThrow()
    expect(readAt(1000)).toThrow(BoltCrash)
    expect(readAt(1001)).not.toThrow()
    expect(faults.hits).toEqual({ 'bolt.price:restart@1s': { injected: 1, eligible: 1 } })
  })
})
