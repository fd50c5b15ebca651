import { setTimeout } from 'node:timers/promises'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import { FAULT_KINDS } from '../../faults/kinds/registry.ts'
import { OutsideFault, type OutsideFaultPlan, type OutsideFaultResult } from './outside-fault.ts'

const LOOK_EVERY_MS = 10

/**
 * The faults of a run that hit servers and processes, on its timeline. Whatever happens to the run, each of them is undone when it is
 * over; before its queues are drained, where it lasted to the end of the traffic.
 */
export class OutsideFaults {
  readonly #faults: readonly OutsideFault[]
  readonly #durationMs: number
  /** Aborted when nothing is to happen any more. */
  readonly #over = new AbortController()
  /** What could not be done, in sentences. */
  readonly notes: string[] = []

  constructor(plans: readonly OutsideFaultPlan[], durationMs: number) {
    this.#faults = plans.map((plan) => new OutsideFault(plan))
    this.#durationMs = durationMs
  }

  get results(): ReadonlyMap<PlannedFault, OutsideFaultResult> {
    return new Map(this.#faults.map((fault) => [fault.plan.planned, fault.result]))
  }

  /** `elapsedMs` is the run's time, 0 until traffic begins. */
  async during<Result>(run: Promise<Result>, elapsedMs: () => number, signal: AbortSignal): Promise<Result> {
    const stop = () => this.#over.abort()
    signal.addEventListener('abort', stop)
    const acting = this.#act(elapsedMs)
    try {
      return await run
    } finally {
      stop()
      signal.removeEventListener('abort', stop)
      await acting
    }
  }

  async #act(elapsedMs: () => number): Promise<void> {
    while (elapsedMs() === 0) if (!(await this.#sleep(LOOK_EVERY_MS))) return
    const startedAtMs = monotonicMs() - elapsedMs()
    await Promise.all(this.#faults.map((fault) => this.#conduct(fault, () => Math.round(monotonicMs() - startedAtMs)).finally(() => fault.close())))
  }

  async #conduct(fault: OutsideFault, elapsedMs: () => number): Promise<void> {
    const { planned } = fault.plan
    if (!(await this.#sleep(planned.startMs - elapsedMs()))) return
    await Promise.all(this.#endingBy(planned.startMs).map((each) => each.isOver))
    try {
      await fault.begin(elapsedMs, this.#over.signal)
      await this.#sleep(this.#undoneAtMs(planned) - elapsedMs())
    } catch (error) {
      this.notes.push(`${planned.spec.text} could not begin: ${(error as Error).message}.`)
    }
    await fault.end(elapsedMs).catch((error: Error) => this.notes.push(`${planned.spec.text} is not undone: ${error.message}; the next promo command tries again.`))
  }

  /** A toxic that is removed while the next one comes may lock Toxiproxy up. */
  #endingBy(ms: number): readonly OutsideFault[] {
    return this.#faults.filter(({ plan: { planned } }) => planned.endMs > planned.startMs && planned.endMs <= ms)
  }

  /** What was killed comes back after the fault's duration, although the fault itself is an instant. */
  #undoneAtMs({ spec, startMs, endMs }: PlannedFault): number {
    if (spec.kind === 'kill') return spec.durationMs === null ? this.#durationMs : startMs + spec.durationMs
    return FAULT_KINDS[spec.kind].timing === 'instant' ? startMs : endMs
  }

  /** False where the run is over before. */
  async #sleep(ms: number): Promise<boolean> {
    try {
      await setTimeout(Math.max(0, ms), undefined, { signal: this.#over.signal })
      return true
    } catch {
      return false
    }
  }
}
