import { performance } from 'node:perf_hooks'
import type { DoctorCheck } from '../doctor-check.ts'

const WAITS = 50
const LATE_MAX_MS = 10

/** Traffic is sent on a grid of milliseconds: a machine that oversleeps sends late, and no verdict can stand on that. */
export const timers: DoctorCheck = {
  summary: 'timers',
  rule: `a wait of 1 ms ends at most ${LATE_MAX_MS} ms late, ${WAITS} times in a row`,
  isNeeded: false,
  look() {
    const cell = new Int32Array(new SharedArrayBuffer(4))
    const latest = Math.max(...Array.from({ length: WAITS }, () => waitOnce(cell)))
    return { isGood: latest <= LATE_MAX_MS, found: `at most ${latest.toFixed(1)} ms late`, fix: 'stop other work on this machine, or run with a lower --rate' }
  },
}

function waitOnce(cell: Int32Array): number {
  const began = performance.now()
  Atomics.wait(cell, 0, 0, 1)
  return Math.max(0, performance.now() - began - 1)
}
