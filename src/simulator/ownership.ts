import type { PartitionRunner } from '../engine/kernel/runner.ts'
import type { PublishedPrice } from '../engine/pricing/ports.ts'
import type { Random } from '../engine/kernel/random.ts'
import { Fenced } from './model-log.ts'
import type { Simulation } from './simulation.ts'
import type { Tenure } from './tenure.ts'
import { type Worker, WorkerDied } from './worker.ts'

/** Who has more to read does not wait long. */
const NEXT_TURN_MS = 5

export interface OwnershipSetting {
  readonly tenure: Tenure
  readonly runner: PartitionRunner<PublishedPrice>
  readonly simulation: Simulation
  readonly random: Random
  readonly turnEveryMs: number
  /** Records that wait in the log. */
  readonly waiting: () => number
  /** Told of an error that nobody has foreseen: a finding. */
  readonly failed: (error: unknown) => void
}

/** A partition in the hands of one worker: it recovers, and then takes turn after turn until it ends. */
export class Ownership {
  readonly #setting: OwnershipSetting
  #state: 'at work' | 'handing over' | 'over' = 'at work'
  #isBusy = false

  constructor(setting: OwnershipSetting) {
    this.#setting = setting
  }

  get worker(): Worker {
    return this.#setting.tenure.worker
  }

  get isAtWork(): boolean {
    return this.#state === 'at work' && !this.#setting.tenure.isDead
  }

  get isHandingOver(): boolean {
    return this.#state === 'handing over' && !this.#setting.tenure.isDead
  }

  begin(): void {
    this.#work(async () => void (await this.#setting.runner.recover()), () => this.#later(0))
  }

  /** Saves what there is and lets go; `then` comes in any case. */
  handOver(then: () => void): void {
    const { runner } = this.#setting
    if (this.#isBusy) {
      // In the middle of a batch: it will find out by being fenced.
      then()
      return
    }
    this.#state = 'handing over'
    this.#work(
      async () => {
        await runner.checkpoint()
        await runner.settle()
      },
      () => this.#end(),
      then,
    )
  }

  #later(ms: number): void {
    this.#setting.simulation.after(ms, () => this.#turn())
  }

  #turn(): void | Promise<void> {
    if (!this.isAtWork || this.#isBusy) return
    const { runner, turnEveryMs, random, waiting } = this.#setting
    if (this.worker.isStanding) return this.#later(this.worker.standsUntilMs - this.#setting.simulation.elapsedMs)
    return this.#run(
      async () => void (await runner.poll()),
      () => this.#later(waiting() > 0 ? NEXT_TURN_MS : random.between(turnEveryMs / 2, (turnEveryMs * 3) / 2)),
    )
  }

  #work(task: () => Promise<void>, done: () => void, always: () => void = () => {}): void {
    this.#setting.simulation.after(0, () => this.#run(task, done, always))
  }

  #run(task: () => Promise<void>, done: () => void, always: () => void = () => {}): Promise<void> {
    this.#isBusy = true
    const guarded = async () => {
      try {
        await task()
        this.#isBusy = false
        done()
      } finally {
        this.#isBusy = false
        always()
      }
    }
    return this.#setting.simulation.work(guarded, (error) => this.#fail(error))
  }

  #fail(error: unknown): void {
    this.#end()
    if (!(error instanceof Fenced) && !(error instanceof WorkerDied)) this.#setting.failed(error)
  }

  #end(): void {
    this.#state = 'over'
  }
}
