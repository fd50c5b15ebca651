import { type WorldFault, worldFault } from './faults/world-fault.ts'
import type { Simulation } from './simulation.ts'

/**
 * When faults were on, in the time of the simulation: a fault that waits for its stage strikes when it comes there. That
 * the clock leaps in between is for the checks to reckon with, as with any scenario.
 */
export class Timeline {
  readonly #simulation: Simulation
  readonly #spans = new Map<WorldFault, { readonly fromMs: number; untilMs: number }>()
  /** When the last of them was over. */
  overMs = 0

  constructor(simulation: Simulation) {
    this.#simulation = simulation
  }

  begin(fault: WorldFault): void {
    const fromMs = this.#simulation.elapsedMs
    const span = { fromMs, untilMs: fromMs }
    this.#spans.set(fault, span)
    const overMs = fromMs + fault.endMs - fault.startMs
    this.overMs = Math.max(this.overMs, overMs)
    this.#simulation.at(overMs, () => void (span.untilMs = overMs))
  }

  faults(): readonly string[] {
    return [...this.#spans].map(([fault, { fromMs, untilMs }]) => worldFault({ ...fault, startMs: fromMs, endMs: untilMs }).text)
  }
}
