import { describe, expect, test } from 'vitest'
import { Doorbell, sleepMs } from './doorbell.ts'

const elapsed = (work: () => void): number => {
  const began = performance.now()
  work()
  return performance.now() - began
}

describe('a doorbell', () => {
  test('lets nobody sleep who was rung since they last looked', () => {
    const bell = new Doorbell()
    const { rings } = bell
    new Doorbell(bell.shared).ring()
    expect(elapsed(() => bell.waitSince(rings, 5000))).toBeLessThan(1000)
  })

  test('lets sleep for no longer than is asked', () => {
    const bell = new Doorbell()
    const slept = elapsed(() => bell.waitSince(bell.rings, 30))
    expect(slept).toBeGreaterThan(25)
    expect(slept).toBeLessThan(1000)
  })

  test('sleep lasts as long as it is told, and no time at all where that is past', () => {
    expect(elapsed(() => sleepMs(20))).toBeGreaterThan(18)
    expect(elapsed(() => sleepMs(-5))).toBeLessThan(1000)
  })
})
