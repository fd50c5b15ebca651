import type { Random } from '../engine/kernel/random.ts'
import type { Ownership } from './ownership.ts'
import type { Simulation } from './simulation.ts'
import type { Worker } from './worker.ts'

/** A worker that is back joins the group again after this. */
const JOINS_AFTER_MS = 50
const STAYS_AWAY_MS = 700

/** Takes a partition over for a worker. */
export type Open = (worker: Worker, partition: number) => Ownership

/**
 * Who has which partition. A worker that is not heard of loses its partitions, whether it is dead or only believes to
 * have them still; one that is back gets some.
 */
export class Group {
  readonly #workers: readonly Worker[]
  readonly #sessionMs: number
  readonly #simulation: Simulation
  readonly #random: Random
  readonly #open: Open
  readonly #owners: (Ownership | undefined)[]
  readonly #expelled = new Set<Worker>()

  constructor(workers: readonly Worker[], partitions: number, sessionMs: number, simulation: Simulation, random: Random, open: Open) {
    this.#workers = workers
    this.#owners = Array.from({ length: partitions }, () => undefined)
    this.#sessionMs = sessionMs
    this.#simulation = simulation
    this.#random = random
    this.#open = open
  }

  /** Every partition has an owner who is at work. */
  get isComplete(): boolean {
    return this.#owners.every((owner) => owner?.isAtWork)
  }

  /** Deals the partitions among those who are there. */
  deal(): void {
    const members = this.#workers.filter((worker) => !this.#expelled.has(worker))
    if (members.length === 0) return
    for (const [partition, owner] of this.#owners.entries()) {
      const heir = members[partition % members.length]
      const isAsItShouldBe = owner?.isAtWork && owner.worker === heir
      if (!isAsItShouldBe && !heir.isDead && !owner?.isHandingOver) this.#move(partition, owner, heir)
    }
  }

  /** Nobody hears of the worker until then; what it has, it keeps for as long as a session lasts. */
  away(worker: Worker, untilMs: number): void {
    this.#simulation.after(this.#sessionMs, () => {
      if (this.#simulation.elapsedMs < untilMs) this.#expel(worker)
    })
    this.#simulation.at(untilMs + JOINS_AFTER_MS, () => this.#join(worker))
  }

  /** Leaves as it should, and comes back. */
  restart(worker: Worker): void {
    this.#expel(worker)
    this.#simulation.after(STAYS_AWAY_MS, () => this.#join(worker))
  }

  #expel(worker: Worker): void {
    this.#expelled.add(worker)
    this.deal()
  }

  #join(worker: Worker): void {
    this.#expelled.delete(worker)
    this.deal()
  }

  /** An owner who can be asked hands over what it has; but often enough nobody asks, and it finds out by being fenced. */
  #move(partition: number, owner: Ownership | undefined, heir: Worker): void {
    const open = () => {
      // Somebody may have died, or others may have come, while the owner took its leave.
      if (this.#owners[partition] === owner && !heir.isDead) this.#owners[partition] = this.#open(heir, partition)
    }
    if (owner?.isAtWork && !owner.worker.isStanding && this.#random.chance(0.5)) owner.handOver(open)
    else open()
  }
}
