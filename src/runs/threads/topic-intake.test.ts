import { describe, expect, test } from 'vitest'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import { TopicIntake } from './topic-intake.ts'

describe('what waits in topics', () => {
  test('given records were taken and some wait, when the batch is processed, then what waits is left', () => {
    let waiting = 5
    const intake = new TopicIntake(() => waiting)
    expect(intake.lag).toBe(5)
    for (const sentAt of [100, 100, 107]) intake.took(sentAt)
    waiting = 2
    expect(intake.lag).toBe(5)
    intake.processed(3)
    expect(intake.lag).toBe(2)
  })

  test('given records of two moments, when they are processed, then each is told once, on the clock of the process', () => {
    const intake = new TopicIntake(() => 0)
    const sentAt = Date.now() - 250
    for (const at of [sentAt, sentAt, sentAt + 50]) intake.took(at)
    expect([...intake.handedOver()]).toEqual([])
    intake.processed(3)
    const told = [...intake.handedOver()]
    expect(told.map(({ records, atMs }) => [records, Math.round((monotonicMs() - atMs) / 100)])).toEqual([[2, 3], [1, 2]])
    expect([...intake.handedOver()]).toEqual([])
  })

  test('given a tick without inputs, when it is processed, then what was taken stays open', () => {
    const intake = new TopicIntake(() => 0)
    intake.took(1)
    intake.processed(0)
    expect([intake.lag, [...intake.handedOver()]]).toEqual([1, []])
  })
})
