import type { Bolt, BoltState } from '../engine/kernel/bolt.ts'
import { BoltCrash, type CrashPoint, type FaultDriver } from '../engine/kernel/ports.ts'
import { type FaultAtWork, inOrderOfAction } from './fault-at-work.ts'
import type { FaultTime } from './fault-time.ts'
import type { ActingFault } from './port-call.ts'
import { actingFault } from './port-faults.ts'
import { StepFailed } from './step-failed.ts'

interface Stage {
  readonly fault: FaultAtWork
  readonly acting: ActingFault
  readonly bolt: string
  /** Steps of the batch so far, and how many of them were drawn for: what a crash cut off is repeated, not drawn again. */
  steps: number
  drawn: number
}

/** What slows, stops or breaks the bolts of one partition, step by step. What is executed again from the log passes. */
export class BoltFaults implements FaultDriver {
  readonly #stages: readonly Stage[]
  readonly #time: FaultTime
  // Of the batch that is being decided; by the run's time, not by the clock that prices go by: that one may leap.
  #batchMs = -Infinity
  #isLive = false

  constructor(faults: readonly FaultAtWork[], time: FaultTime) {
    const ordered = faults.toSorted(inOrderOfAction)
    this.#stages = ordered.map((fault) => ({ fault, acting: actingFault(fault, time), bolt: fault.planned.spec.target.part!, steps: 0, drawn: 0 }))
    this.#time = time
  }

  /** A live batch begins when it was read, and is over when it is committed. The spout's whole work is the reading. */
  reach(point: CrashPoint): void {
    if (this.#stages.length === 0) return
    this.#isLive = point !== 'publish'
    for (const stage of this.#stages) {
      stage.steps = 0
      if (point === 'publish') stage.drawn = 0
    }
    if (point !== 'read') return
    this.#batchMs = this.#time.elapsedMs()
    this.#step('spout', () => {})
  }

  readonly wrap = <State extends BoltState, Tuple>(bolt: Bolt<State, Tuple>): Bolt<State, Tuple> => {
    if (!this.#stages.some((stage) => stage.bolt === bolt.name)) return bolt
    const { fold, assess } = bolt
    return {
      ...bolt,
      fold: fold && ((state, tuple, now) => this.#step(bolt.name, () => fold(state, tuple, now))),
      assess: assess && ((state, tuple, now) => this.#step(bolt.name, () => assess(state, tuple, now))),
    }
  }

  #step<Result>(bolt: string, step: () => Result): Result {
    const ms = this.#batchMs
    const on = this.#isLive ? this.#stages.filter((stage) => stage.bolt === bolt && stage.fault.startMs <= ms && ms < stage.fault.endMs) : []
    const struck = on.filter((stage) => this.#strikes(stage))
    const under = struck.reduceRight<() => Result>((inner, { fault, acting }) => () => fault.kind.onStep!(inner, acting), step)
    try {
      return under()
    } catch (error) {
      if (error instanceof StepFailed) this.#die(bolt, error)
      throw error
    }
  }

  #strikes(stage: Stage): boolean {
    if (++stage.steps <= stage.drawn) return false
    stage.drawn = stage.steps
    return stage.fault.strikes()
  }

  #die(bolt: string, { message }: StepFailed): never {
    this.#isLive = false
    throw new BoltCrash(bolt, message)
  }
}
