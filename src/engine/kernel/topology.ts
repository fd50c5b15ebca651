import type { Again, Bolt, BoltState } from './bolt.ts'
import type { SavedParts } from './ports.ts'

type AnyBolt<Tuple> = Bolt<any, Tuple>

/** Bolts in an order in which each stands after those it reads; ties keep the order of declaration. */
export function arrange<Tuple>(bolts: readonly AnyBolt<Tuple>[]): readonly AnyBolt<Tuple>[] {
  const arranged: AnyBolt<Tuple>[] = []
  let waiting = [...bolts]
  while (waiting.length > 0) {
    const ready = waiting.filter((bolt) => bolt.after.every((name) => arranged.some((other) => other.name === name)))
    if (ready.length === 0) throw new Error(`bolts wait for each other or for one that is missing: ${waiting.map((bolt) => bolt.name).join(', ')}`)
    arranged.push(...ready)
    waiting = waiting.filter((bolt) => !ready.includes(bolt))
  }
  return arranged
}

/** A topology at work: bolts in order, each with its state. */
export class Topology<Tuple> {
  readonly #folding: readonly Call<boolean | void, Tuple>[]
  readonly #assessing: readonly Call<void, Tuple>[]
  readonly #waking: readonly Stage<Tuple>[]
  readonly states: Readonly<Record<string, BoltState>>

  constructor(bolts: readonly AnyBolt<Tuple>[]) {
    const stages = arrange(bolts).map((bolt) => ({ bolt, state: bolt.open() as BoltState }))
    this.#folding = stages.filter(({ bolt }) => bolt.fold).map(({ bolt, state }) => ({ step: bolt.fold!, state }))
    this.#assessing = stages.filter(({ bolt }) => bolt.assess).map(({ bolt, state }) => ({ step: bolt.assess!, state }))
    this.#waking = stages.filter(({ bolt }) => bolt.wake)
    this.states = Object.fromEntries(stages.map(({ bolt, state }) => [bolt.name, state]))
  }

  /** One event through every bolt that folds, until one of them ends its way. */
  fold(tuple: Tuple, now: number): void {
    for (const { step, state } of this.#folding) if (step(state, tuple, now) === false) return
  }

  /** One item through every bolt that has something to say about it. */
  assess(tuple: Tuple, now: number): void {
    for (const { step, state } of this.#assessing) step(state, tuple, now)
  }

  /** True where time alone has something to do. */
  wakes(now: number): boolean {
    for (const { bolt, state } of this.#waking) if (bolt.wakesAt!(state) <= now) return true
    return false
  }

  wake(now: number, again: Again): void {
    for (const { bolt, state } of this.#waking) if (bolt.wakesAt!(state) <= now) bolt.wake!(state, now, again)
  }

  save(): SavedParts {
    return Object.fromEntries(this.#parts().map(([name, part]) => [name, part.save()]))
  }

  load(saved: SavedParts): void {
    for (const [name, part] of this.#parts()) part.load(saved[name])
  }

  #parts() {
    return Object.entries(this.states).flatMap(([bolt, state]) =>
      Object.entries(state).map(([part, value]) => [`${bolt}.${part}`, value] as const),
    )
  }
}

/** One bolt's step beside its state; all calls have one shape, which keeps the loop over them fast. */
interface Call<Result, Tuple> {
  readonly step: (state: BoltState, tuple: Tuple, now: number) => Result
  readonly state: BoltState
}

interface Stage<Tuple> {
  readonly bolt: AnyBolt<Tuple>
  readonly state: BoltState
}
