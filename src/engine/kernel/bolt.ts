import type { Part } from './part.ts'

/** What a bolt remembers, part by part. */
export type BoltState = Readonly<Record<string, Part>>

/**
 * One pure step of the pipeline (Storm's word): `(state, event, now) → (state, signals)`.
 *
 * `fold` takes one event into the bolt's own state; `assess` says what the bolt knows about one item, in the bolt's own
 * fields of the tuple. Both may change only those two. No clock, no chance, no I/O: `now` and everything else arrive
 * as data, so the same bolt runs live, in replay, in the simulator and in a unit test.
 */
export interface Bolt<State extends BoltState, Tuple> {
  readonly name: string
  readonly summary: string
  /** The bolts whose signals this one reads. */
  readonly after: readonly string[]
  open(): State
  /** False ends the event's way here: the outcome stands in the tuple. */
  fold?(state: State, tuple: Tuple, now: number): boolean | void
  assess?(state: State, tuple: Tuple, now: number): void
  /** The next moment at which time alone changes something here; Infinity for never. */
  wakesAt?(state: State): number
  /** That moment has come: changes the state, and names what must be assessed again. */
  wake?(state: State, now: number, again: Again): void
}

/** `at_once`: in this batch, before any input; `soon`: in small portions, so that traffic does not wait. */
export type Again = (row: number, when: 'at_once' | 'soon') => void

/** Looks at each call of a bolt; faults and observers are wrappers, so that bolts stay bare. */
export type BoltWrapper = <State extends BoltState, Tuple>(bolt: Bolt<State, Tuple>) => Bolt<State, Tuple>
