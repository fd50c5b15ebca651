import { type WorldFault, worldFault } from './faults/world-fault.ts'
import type { Simulation } from './simulation.ts'

/**
 * When faults were on, by the clock that everybody in the world reads: it leaps, and a fault that waits for its stage
 * strikes when it comes there.
 */
export class Timeline {
  readonly #simulation: Simulation
  readonly #clockMs: () => number
  readonly #spans = new Map<WorldFault, { readonly fromMs: number; untilMs: number }>()
  /** When the last of them was over, on the time of the simulation. */
  overMs = 0

  constructor(simulation: Simulation, clockMs: () => number) {
    this.#simulation = simulation
    this.#clockMs = clockMs
  }

  begin(fault: WorldFault): void {
    const fromMs = this.#clockMs()
    const span = { fromMs, untilMs: fromMs }
    this.#spans.set(fault, span)
    const overMs = this.#simulation.elapsedMs + fault.endMs - fault.startMs
    this.overMs = Math.max(this.overMs, overMs)
    this.#simulation.at(overMs, () => void (span.untilMs = this.#clockMs()))
  }

  faults(): readonly string[] {
    return [...this.#spans].map(([fault, { fromMs, untilMs }]) => worldFault({ ...fault, startMs: fromMs, endMs: untilMs }).text)
  }
}
