import { detached } from '../record/logged-event.ts'

/** What an id is to the one who remembers all of them. */
export type Recurrence = 'first' | 'duplicate' | 'late'

/** The ids `g<generator>-<partition>-<n>` that stand in a log, as ranges of n: from (inclusive), to (exclusive). */
export interface SeenGenerator {
  readonly generator: number
  readonly ranges: readonly (readonly [from: number, to: number])[]
}

/** Present in the log, but never accepted: dead letters, and what is still in flight. */
const NOT_ACCEPTED = -Infinity
const GENERATED = /^(g(0|[1-9]\d{0,8})-(\d{1,9})-)(0|[1-9]\d{0,14})$/
const DIGITS_MAX = 15
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
  // Ids come in runs of one generator: what stood before the number last time, and who remembers those numbers.
  #prefix = ''
  #ofPrefix: Acceptances | undefined
  readonly #foreign = new Map<string, number>()

  constructor(partition: number, windowMs: number) {
    this.#partition = String(partition)
    this.#windowMs = windowMs
  }

  /** The id stands in the log; that alone does not accept it. */
  notice(id: string): void {
    const generated = this.#generatedBy(id)
    if (!generated) return
    const n = this.#numberIn(id)
    if (generated.get(n) === undefined) generated.set(n, NOT_ACCEPTED)
  }

  /** Less than a window after its first acceptance an id is a duplicate; later it is accepted anew. */
  accept(id: string, now: number): Recurrence {
    const generated = this.#generatedBy(id)
    const acceptedAt = (generated ? generated.get(this.#numberIn(id)) : this.#foreign.get(id)) ?? NOT_ACCEPTED
    if (now - acceptedAt < this.#windowMs) return 'duplicate'
    if (generated) generated.set(this.#numberIn(id), now)
    else this.#acceptForeign(id, now)
    return acceptedAt === NOT_ACCEPTED ? 'first' : 'late'
  }

  #acceptForeign(id: string, now: number): void {
    this.#foreign.set(detached(id), now)
    if (this.#foreign.size > FOREIGN_MAX) this.#forget(now)
  }

  seen(): SeenGenerator[] {
    return [...this.#generated].map(([generator, acceptances]) => ({ generator: Number(generator), ranges: acceptances.ranges() }))
  }

  /** Who remembers the ids of this one's generator; undefined for an id that is no generator's, or of another partition. */
  #generatedBy(id: string): Acceptances | undefined {
    if (this.#ofPrefix && id.startsWith(this.#prefix) && isNumber(id, this.#prefix.length)) return this.#ofPrefix
    const [, prefix, generator, partition] = GENERATED.exec(id) ?? []
    if (partition !== this.#partition) return undefined
    this.#prefix = prefix
    return (this.#ofPrefix = this.#of(generator))
  }

  /** Of an id that `#generatedBy` has just been asked about. */
  #numberIn(id: string): number {
    return Number(id.slice(this.#prefix.length))
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

/** Whether what stands there is a whole number as generators write it: the same number has one text. */
function isNumber(id: string, from: number): boolean {
  const digits = id.length - from
  if (digits < 1 || digits > DIGITS_MAX || (digits > 1 && id[from] === '0')) return false
  for (let at = from; at < id.length; at++) if (id[at] < '0' || id[at] > '9') return false
  return true
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
      const page = this.#pages.get(number)!
      for (let at = 0; at < PAGE; at++) if (!Number.isNaN(page[at])) extend(ranges, number * PAGE + at)
    }
    return ranges
  }
}

function extend(ranges: [number, number][], n: number): void {
  const last = ranges.at(-1)
  if (last && last[1] === n) last[1] = n + 1
  else ranges.push([n, n + 1])
}
