import type { Clock } from '../engine/kernel/ports.ts'
import { type FaultAtWork, inOrderOfAction } from './fault-at-work.ts'
import type { FaultTime } from './fault-time.ts'
import { Timeline } from './timeline.ts'

/** A clock that is wrong while a fault says so. The faults themselves go by the right one. */
export class FaultyClock implements Clock {
  readonly #clock: Clock
  readonly #time: FaultTime
  readonly #timeline = new Timeline<FaultAtWork>()

  constructor(clock: Clock, time: FaultTime) {
    this.#clock = clock
    this.#time = time
  }

  add(fault: FaultAtWork): void {
    this.#timeline.add(fault, inOrderOfAction)
  }

  now(): number {
    const now = this.#clock.now()
    const elapsedMs = this.#timeline.items.length === 0 ? 0 : this.#time.elapsedMs()
    if (this.#timeline.isQuiet(elapsedMs)) return now
    return this.#timeline.on(elapsedMs).reduce((wrong, fault) => (fault.strikes() ? wrong + fault.kind.clockErrorMs!(fault.planned.spec.attributes) : wrong), now)
  }
}
