import { identityOf, type ProcessIdentity } from '../../adapters/process/process-identity.ts'
import type { Child, Children } from './children.ts'

/** The workers that a run has started itself, by number, from 0. One that has ended may be followed by another. */
export class OwnWorkers {
  readonly #children: Children
  readonly #argsOf: (number: number) => readonly string[]
  readonly #newest: Child[] = []
  readonly count: number

  constructor(children: Children, count: number, argsOf: (number: number) => readonly string[]) {
    this.count = count
    this.#children = children
    this.#argsOf = argsOf
  }

  /** Nothing where it runs already, or where the run is over. */
  start(number: number): void {
    if (this.#newest[number]?.isRunning) return
    const child = this.#children.start(this.#argsOf(number))
    if (child) this.#newest[number] = child
  }

  /** The process that has the number now; throws where none runs. */
  processOf(number: number): ProcessIdentity {
    const child = this.#newest[number]
    const identity = child?.isRunning ? identityOf(child.pid) : undefined
    if (!identity) throw new Error(`worker ${number + 1} does not run`)
    return identity
  }

  /** Resolves when the process that has the number now has ended. */
  async ended(number: number): Promise<void> {
    await this.#newest[number]?.ended
  }
}
