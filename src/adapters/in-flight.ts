import { Unavailable } from '../engine/pricing/ports.ts'

/** Calls that have no answer yet, at most so many: a server that is slow or gone must not make a queue without end. */
export class InFlight {
  readonly #what: string
  readonly #max: number
  #calls = 0

  constructor(what: string, max: number) {
    this.#what = what
    this.#max = max
  }

  /** Refuses with `Unavailable` where too many wait already. */
  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#calls >= this.#max) throw new Unavailable(this.#what)
    this.#calls++
    try {
      return await call()
    } finally {
      this.#calls--
    }
  }
}
