import type { Clock } from '../engine/kernel/ports.ts'
import { type FaultAtWork, inOrderOfAction } from './fault-at-work.ts'
import type { FaultTime } from './fault-time.ts'
import { Timeline } from './timeline.ts'

/** A clock that leaps ahead. The faults themselves go by the right one. */
export class FaultyClock implements Clock {
  readonly #clock: Clock
  readonly #time: FaultTime
  readonly #timeline = new Timeline<FaultAtWork>()
  #latest = -Infinity

  constructor(clock: Clock, time: FaultTime) {
    this.#clock = clock
    this.#time = time
  }

  add(fault: FaultAtWork): void {
    this.#timeline.add(fault, inOrderOfAction)
  }

  now(): number {
    if (this.#timeline.items.length === 0) return this.#clock.now()
    return (this.#latest = Math.max(this.#latest, this.#clock.now() + this.#errorMs()))
  }

  #errorMs(): number {
    let errorMs = 0
    for (const fault of this.#timeline.on(this.#time.elapsedMs())) {
      fault.strikes()
      errorMs += fault.kind.clockErrorMs!(fault.planned.spec.attributes)
    }
    return errorMs
  }
}
