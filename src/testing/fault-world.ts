import { setImmediate } from 'node:timers/promises'
import type { FaultTime } from '../faults/fault-time.ts'
import { parseFault } from '../faults/parse.ts'
import { planFaults } from '../faults/plan.ts'
import { ThreadFaults } from '../faults/thread-faults.ts'
import type { WorkerPlace } from '../faults/worker-faults.ts'
import { BOLTS } from '../engine/pricing/bolts/registry.ts'

const ORIGIN = { place: 'test', exitCode: 2 } as const
const SETTING = { ...ORIGIN, durationMs: 60_000, bolts: Object.keys(BOLTS), feeds: ['demand', 'sales', 'cost'] }

export const plannedFault = (text: string) => planFaults([parseFault(text, ORIGIN)], SETTING)[0]

/** Time that passes when a test says so, or where somebody blocks. */
export class TestTime implements FaultTime {
  ms = 0
  #timers: { readonly atMs: number; readonly wake: () => void }[] = []

  elapsedMs(): number {
    return this.ms
  }

  nowMs(): number {
    return this.ms
  }

  after(ms: number, then: () => void): () => void {
    const timer = { atMs: this.ms + ms, wake: then }
    this.#timers.push(timer)
    return () => (this.#timers = this.#timers.filter((each) => each !== timer))
  }

  block(ms: number): void {
    this.ms += ms
  }

  /** Everything that is due by then happens, in order. */
  async pass(ms: number): Promise<void> {
    const untilMs = this.ms + ms
    await setImmediate()
    for (let next = this.#next(untilMs); next; next = this.#next(untilMs)) {
      this.#timers = this.#timers.filter((each) => each !== next)
      this.ms = Math.max(this.ms, next.atMs)
      next.wake()
      await setImmediate()
    }
    this.ms = untilMs
  }

  #next(untilMs: number) {
    return this.#timers.filter(({ atMs }) => atMs <= untilMs).toSorted((a, b) => a.atMs - b.atMs)[0]
  }
}

/** The faults with these texts as one thread feels them. */
export function faultWorld(...texts: readonly string[]) {
  return faultWorldOf(null, ...texts)
}

/** The same in a worker of the pipeline. */
export function faultWorldOf(worker: WorkerPlace | null, ...texts: readonly string[]) {
  const time = new TestTime()
  const patienceMs = { cache: { apply: 1000, read: 50 }, store: { apply: 2000, read: 250 } }
  const setting = { plan: texts.map(plannedFault), seed: '1', occupied: [0], durationMs: SETTING.durationMs, worker, time, patienceMs }
  return { time, faults: new ThreadFaults(setting) }
}
