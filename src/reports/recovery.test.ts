import { describe, expect, it } from 'vitest'
import type { Phase } from './metric-names.ts'
import { type FaultSpan, phaseOf, type RecoveryWindow, recoveryTimeMs } from './recovery.ts'

/** A run of `seconds`, with the windows that start in `bad` spans made slow, or those in `lagging` ones made late. */
function run(seconds: number, { bad = [], lagging = [], count = 2000, overGate = 21 }: { bad?: [number, number][]; lagging?: [number, number][]; count?: number; overGate?: number } = {}): RecoveryWindow[] {
  const within = (spans: [number, number][], ms: number) => spans.some(([from, to]) => from <= ms && ms < to)
  return Array.from({ length: seconds * 10 }, (_, index) => {
    const startMs = index * 100
    return { startMs, count, overGate: within(bad, startMs) ? overGate : 0, lagOk: !within(lagging, startMs) }
  })
}

describe('recoveryTimeMs', () => {
  it.each<[sentence: string, windows: RecoveryWindow[], faultEndMs: number, recoveryMs: number | null]>([
    ['nothing happened', run(60), 30_000, 0],
    ['slow for eight tenths of a second', run(60, { bad: [[30_000, 30_800]] }), 30_000, 800],
    ['slow before the fault ended only', run(60, { bad: [[20_000, 30_000]] }), 30_000, 0],
    ['lag lasts longer than slowness', run(60, { bad: [[30_000, 30_500]], lagging: [[30_000, 31_200]] }), 30_000, 1_200],
    ['a relapse within 5 s counts from its end', run(60, { bad: [[30_000, 30_500], [35_400, 35_500]] }), 30_000, 5_500],
    ['a relapse after 5 s does not count', run(60, { bad: [[30_000, 30_500], [35_500, 35_600]] }), 30_000, 500],
    ['an end between windows: the next whole one is the first', run(60), 30_050, 50],
    ['slow until 5 s before the end', run(60, { bad: [[30_000, 55_000]] }), 30_000, 25_000],
    ['slow until less than 5 s before the end', run(60, { bad: [[30_000, 55_100]] }), 30_000, null],
    ['less than 5 s left', run(60), 55_100, null],
    ['exactly 5 s left', run(60), 55_000, 0],
    ['never good again', run(60, { bad: [[30_000, 60_000]] }), 30_000, null],
    ['a fault that lasts as long as the run', run(60), 60_000, null],
    ['one in a hundred over the gate is within it', run(60, { bad: [[30_000, 31_000]], overGate: 20 }), 30_000, 0],
    ['empty windows without lag', run(60, { count: 0 }), 30_000, 0],
    ['empty windows whose events wait', run(60, { count: 0, lagging: [[30_000, 33_000]] }), 30_000, 3_000],
    ['no windows', [], 30_000, null],
  ])('%s', (_sentence, windows, faultEndMs, recoveryMs) => {
    expect(recoveryTimeMs(windows, faultEndMs)).toBe(recoveryMs)
  })
})

describe('phaseOf', () => {
  const cacheDown: FaultSpan = { startMs: 40_000, endMs: 50_000 }
  const crash: FaultSpan = { startMs: 30_000, endMs: 30_000 }

  it.each<[sentence: string, intendedMs: number, faults: FaultSpan[], recoveries: (number | null)[], phase: Phase]>([
    ['without faults', 10_000, [], [], 'steady'],
    ['before a fault', 39_999, [cacheDown], [500], 'steady'],
    ['at its first millisecond', 40_000, [cacheDown], [500], 'fault'],
    ['at its last', 49_999, [cacheDown], [500], 'fault'],
    ['at its end', 50_000, [cacheDown], [500], 'recovery'],
    ['just before it is recovered', 50_499, [cacheDown], [500], 'recovery'],
    ['when it is recovered', 50_500, [cacheDown], [500], 'steady'],
    ['after a fault that needed no recovery', 50_000, [cacheDown], [0], 'steady'],
    ['before an instant', 29_999, [crash], [800], 'steady'],
    ['at an instant, which is over at once', 30_000, [crash], [800], 'recovery'],
    ['after its recovery', 30_800, [crash], [800], 'steady'],
    ['where recovery was never seen, for 30 s', 59_999, [crash], [null], 'recovery'],
    ['where recovery was never seen, no longer', 60_000, [crash], [null], 'steady'],
    ['where recovery took longer than 30 s', 60_000, [crash], [45_000], 'steady'],
    ['in a fault during the recovery from another', 45_000, [crash, cacheDown], [20_000, 500], 'fault'],
    ['between two faults, while the first recovers', 35_000, [crash, cacheDown], [6_000, 500], 'recovery'],
    ['between two faults, when the first has recovered', 37_000, [crash, cacheDown], [6_000, 500], 'steady'],
  ])('%s', (_sentence, intendedMs, faults, recoveries, phase) => {
    expect(phaseOf(intendedMs, faults, recoveries)).toBe(phase)
  })
})
