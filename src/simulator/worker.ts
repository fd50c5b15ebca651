import type { Simulation } from './simulation.ts'

/** A worker is gone: what it was doing ends here. */
export class WorkerDied extends Error {
  constructor(worker: number) {
    super(`worker ${worker} died`)
    this.name = 'WorkerDied'
  }
}

/** One process that owns partitions. It can die, stand still, and come back. */
export class Worker {
  readonly number: number
  readonly #simulation: Simulation
  #diedTimes = 0
  #backAtMs = -Infinity
  #standsUntilMs = -Infinity

  constructor(number: number, simulation: Simulation) {
    this.number = number
    this.#simulation = simulation
  }

  /** By which life something was begun: what was begun in an earlier one is dead. */
  get life(): number {
    return this.#diedTimes
  }

  get isDead(): boolean {
    return this.#simulation.elapsedMs < this.#backAtMs
  }

  get isStanding(): boolean {
    return this.#simulation.elapsedMs < this.#standsUntilMs
  }

  get standsUntilMs(): number {
    return this.#standsUntilMs
  }

  dies(backAtMs: number): void {
    this.#diedTimes++
    this.#backAtMs = backAtMs
  }

  stands(untilMs: number): void {
    this.#standsUntilMs = Math.max(this.#standsUntilMs, untilMs)
  }
}
