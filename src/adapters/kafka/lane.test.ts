import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from 'vitest'
import { Lane } from './lane.ts'

const record = (offset: number) => ({ offset, value: `record ${offset}`, sentAt: 0 })

describe('given a lane that is never empty', () => {
  test('when it is filled and taken from for long, then records come in order, and what waits is counted', () => {
    const lane = new Lane('sales_events', 0, 0)
    const taken: number[] = []
    for (let offset = 0; offset < 1000; offset++) {
      lane.push(record(offset))
      if (offset % 3 > 0) taken.push(lane.shift()!.offset)
    }
    expect(taken).toEqual(Array.from({ length: 666 }, (_, offset) => offset))
    expect(lane.held).toBe(Array.from({ length: 334 }, (_, n) => record(666 + n).value.length).reduce((sum, length) => sum + length, 0))
    expect(lane.position).toBe(1000)
  })

  test('when a record was taken, then the lane does not keep it in memory', async () => {
    setFlagsFromString('--expose-gc')
    const collect = runInNewContext('gc') as () => void
    const lane = new Lane('sales_events', 0, 0)
    for (let offset = 0; offset < 10; offset++) lane.push(record(offset))
    const taken = new WeakRef(lane.shift()!)
    for (let offset = 10; offset < 100; offset++) {
      lane.push(record(offset))
      lane.shift()
    }
    await new Promise((resolve) => setTimeout(resolve, 10))
    collect()
    expect(taken.deref()).toBeUndefined()
    expect(lane.isEmpty).toBe(false)
  })
})
