import type { SavedParts } from './ports.ts'

/** What one batch did: everything that is written, published and counted once it is committed. */
export interface Step<Output> {
  /** Output lines in order. */
  readonly lines: readonly string[]
  /** Further fields of the order record, as JSON text beginning with a comma; may be empty. */
  readonly extra: string
  readonly outputs: readonly Output[]
  readonly counts: ReadonlyMap<string, number>
  /** Samples by name; times are the `receivedAt` of the inputs they began with, to be held against the clock. */
  readonly samples: Readonly<Record<string, readonly number[]>>
}

/**
 * One partition's pipeline as the runner sees it: a deterministic fold. The same inputs with the same `now` give the
 * same lines, byte for byte, on every machine.
 */
export interface Program<Output> {
  /** Work due at `now` first, then the records in order. */
  step(records: readonly string[], firstOffset: number, batch: number, now: number): Step<Output>
  /** True where a batch without inputs would do something. */
  due(now: number): boolean
  /** What stands published of the items from `from` up to `to`, numbered as they came; undefined where there are no more. */
  standing(from: number, to: number): readonly Output[] | undefined
  save(): SavedParts
  load(saved: SavedParts): void
}
