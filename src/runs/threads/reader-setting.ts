import type { Hits } from '../../faults/fault-at-work.ts'
import type { ThreadSetting } from './pipeline-setting.ts'
import type { FaultTerms } from './thread-faults.ts'

export interface ReaderSetting extends ThreadSetting, FaultTerms {
  readonly keys: readonly string[]
  /** Share of the traffic of each key. */
  readonly shares: Float64Array
}

export interface ReaderTotals {
  readonly reads: number
  /** Answers by where they came from. */
  readonly seen: { readonly cache: number; readonly store: number; readonly none: number }
  /** Encoded. */
  readonly latency: string
  /** By the fault's text. */
  readonly hits: Readonly<Record<string, Hits>>
}
