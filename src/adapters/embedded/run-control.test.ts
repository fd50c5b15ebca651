import { describe, expect, test } from 'vitest'
import { clockContract } from '../../testing/contracts/clock.contract.ts'
import { sleepMs } from './doorbell.ts'
import { monotonicMs, RunClock, RunControl } from './run-control.ts'

const START = 1_795_840_200_000

clockContract('the run, paced,', START, () => {
  const control = new RunControl()
  const clock = new RunClock(control, START, true)
  return {
    clock,
    pass(ms) {
      if (control.startedAtMs === 0) control.start(monotonicMs())
      sleepMs(ms)
    },
  }
})

clockContract('the run, as fast as it goes,', START, () => {
  const control = new RunControl()
  return { clock: new RunClock(control, START, false), pass: (ms) => control.reach(control.reachedMs + ms) }
})

describe('the clock of a run', () => {
  test('stands still until traffic begins', () => {
    const control = new RunControl()
    const clock = new RunClock(control, START, true)
    sleepMs(3)
    expect([clock.now(), clock.elapsedMs()]).toEqual([START, 0])
    control.start(monotonicMs() + 1000)
    expect(clock.now()).toBe(START)
    expect(clock.elapsedMs()).toBeLessThan(0)
  })

  test('is one clock for all who share its memory', () => {
    const control = new RunControl()
    const other = new RunClock(new RunControl(control.shared), START, false)
    control.reach(1234.7)
    expect(other.now()).toBe(START + 1234)
  })
})

describe('a run', () => {
  test('is stopped for all who share its memory', () => {
    const control = new RunControl()
    const other = new RunControl(control.shared)
    expect(other.stopping).toBe(false)
    control.stop()
    expect(other.stopping).toBe(true)
  })
})
