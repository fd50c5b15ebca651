/** What an id is to the one who remembers all of them. */
export type Recurrence = 'first' | 'duplicate' | 'late'

/** The ids `g<generator>-<partition>-<n>` that stand in a log, as ranges of n: from (inclusive), to (exclusive). */
export interface SeenGenerator {
  readonly generator: number
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

/** Present in the log, but never accepted: dead letters, and what is still in flight. */
const NOT_ACCEPTED = -Infinity
const GENERATED = /^g(0|[1-9]\d{0,8})-(\d{1,9})-(0|[1-9]\d{0,14})$/
/** As many foreign ids as are remembered beyond the window. */
const FOREIGN_MAX = 1 << 21

/**
 * Every id of one partition with the recorded time of its first acceptance. Generated ids are dense numbers and cost
 * eight bytes each; all others are kept as texts, and only as long as the window asks for once there are many.
 */
export class IdMemory {
  readonly #partition: string
  readonly #windowMs: number
  readonly #generated = new Map<string, Acceptances>()
  readonly #foreign = new Map<string, number>()

  constructor(partition: number, windowMs: number) {
    this.#partition = String(partition)
    this.#windowMs = windowMs
  }

  /** The id stands in the log; that alone does not accept it. */
  notice(id: string): void {
    const parts = this.#parts(id)
    if (parts && this.#of(parts.generator).get(parts.n) === undefined) this.#of(parts.generator).set(parts.n, NOT_ACCEPTED)
  }

  /** Less than a window after its first acceptance an id is a duplicate; later it is accepted anew. */
  accept(id: string, now: number): Recurrence {
    const parts = this.#parts(id)
    const memory = parts ? this.#of(parts.generator) : this.#foreign
    const key = parts ? parts.n : id
    const acceptedAt = (memory as Map<string | number, number>).get(key) ?? NOT_ACCEPTED
    if (now - acceptedAt < this.#windowMs) return 'duplicate'
    ;(memory as Map<string | number, number>).set(key, now)
    if (this.#foreign.size > FOREIGN_MAX) this.#forget(now)
    return acceptedAt === NOT_ACCEPTED ? 'first' : 'late'
  }

  seen(): SeenGenerator[] {
    return [...this.#generated].map(([generator, acceptances]) => ({ generator: Number(generator), ranges: acceptances.ranges() }))
  }

  #parts(id: string): { generator: string; n: number } | undefined {
    const [, generator, partition, n] = GENERATED.exec(id) ?? []
    return partition === this.#partition ? { generator, n: Number(n) } : undefined
  }

  #of(generator: string): Acceptances {
    let acceptances = this.#generated.get(generator)
    if (!acceptances) this.#generated.set(generator, (acceptances = new Acceptances()))
    return acceptances
  }

  /** A Map keeps the order of its first insertions, so the oldest stand in front. */
  #forget(now: number): void {
    for (const [id, acceptedAt] of this.#foreign) {
      if (now - acceptedAt < this.#windowMs) return
      this.#foreign.delete(id)
    }
  }
}

const PAGE = 4096

/** A sparse array of times by n, in pages: a stray huge n costs one page, not everything below it. */
class Acceptances {
  readonly #pages = new Map<number, Float64Array>()

  get(n: number): number | undefined {
    const time = this.#pages.get(Math.floor(n / PAGE))?.[n % PAGE]
    return time === undefined || Number.isNaN(time) ? undefined : time
  }

  set(n: number, time: number): void {
    const number = Math.floor(n / PAGE)
    let page = this.#pages.get(number)
    if (!page) this.#pages.set(number, (page = new Float64Array(PAGE).fill(NaN)))
    page[n % PAGE] = time
  }

  ranges(): [number, number][] {
    const ranges: [number, number][] = []
    for (const number of [...this.#pages.keys()].sort((a, b) => a - b)) {
      for (const [at, time] of this.#pages.get(number)!.entries()) if (!Number.isNaN(time)) extend(ranges, number * PAGE + at)
    }
    return ranges
  }
}

function extend(ranges: [number, number][], n: number): void {
  const last = ranges.at(-1)
  if (last && last[1] === n) last[1] = n + 1
  else ranges.push([n, n + 1])
}
