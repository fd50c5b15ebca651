import type { FaultSpan } from '../scenario-faults.ts'
import type { ScenarioTerms } from '../scenario-terms.ts'

/** When faults were on, and until when each may be felt. */
export class FaultTimes {
  /** The latest time at which the consequences of any fault must be over; the run's start where there is none. */
  readonly healedAt: number
  readonly #faults: readonly FaultSpan[]
  readonly #healMs: number

  /** `healMs`: how long after its end a fault may still be felt. */
  constructor({ faults, startsAt }: ScenarioTerms, healMs: number) {
    this.#faults = faults
    this.#healMs = healMs
    this.healedAt = startsAt === null ? Infinity : faults.reduce((latest, { until }) => Math.max(latest, until), startsAt) + healMs
  }

  /** Whether a fault on one of the targets (any target, where none is named) may be felt at some time from `from` to `to`. */
  isFelt(from: number, to: number, targets?: ReadonlySet<string>): boolean {
    return this.#faults.some((fault) => fault.from <= to && from <= fault.until + this.#healMs && (targets === undefined || targets.has(fault.target)))
  }
}
