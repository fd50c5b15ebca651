import { describe, expect, test } from 'vitest'
import type { Clock } from '../../engine/kernel/ports.ts'

export interface ClockUnderTest {
  readonly clock: Clock
  /** Lets so much time pass, in whatever way this clock's time passes. */
  pass(ms: number): void
}

/** What every clock promises. */
export function clockContract(name: string, startsAt: number, open: () => ClockUnderTest): void {
  describe(`${name} as a clock`, () => {
    test('begins where it is told to', () => {
      expect(open().clock.now()).toBe(startsAt)
    })

    test('shows whole milliseconds and never goes back', () => {
      const { clock, pass } = open()
      const times: number[] = []
      for (let step = 0; step < 40; step++) {
        times.push(clock.now(), clock.now())
        pass(step % 3)
      }
      expect(times.every(Number.isSafeInteger)).toBe(true)
      expect(times).toEqual(times.toSorted((a, b) => a - b))
    })

    test('goes on by at least the time that passes', () => {
      const { clock, pass } = open()
      pass(1)
      const before = clock.now()
      pass(25)
      expect(clock.now() - before).toBeGreaterThanOrEqual(24)
    })
  })
}
