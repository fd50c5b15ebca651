import type { ThreadSetting, Window } from './pipeline-setting.ts'

export interface ReaderSetting extends ThreadSetting {
  readonly keys: readonly string[]
  /** Share of the traffic of each key. */
  readonly shares: Float64Array
  readonly cacheDown: readonly Window[]
}

export interface ReaderTotals {
  readonly reads: number
  /** Answers by where they came from. */
  readonly seen: { readonly cache: number; readonly store: number; readonly none: number }
  /** Encoded. */
  readonly latency: string
  readonly cacheRefused: readonly number[]
}
