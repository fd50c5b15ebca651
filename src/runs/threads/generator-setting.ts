import type { Sku } from '../../engine/pricing/events.ts'
import type { FeedKind } from '../../scenarios/scenario.ts'
import type { ThreadSetting } from './pipeline-setting.ts'

export interface GeneratorSetting extends ThreadSetting {
  /** Null: the thread makes the catalogue from the seed itself. */
  readonly skus: readonly Sku[] | null
  /** Records of the log when the run began; what stands there is not seeded again. */
  readonly faults: readonly string[]
}

export interface GeneratorTotals {
  readonly planned: Readonly<Record<FeedKind, number>>
  readonly sent: Readonly<Record<FeedKind, number>>
  /** Handed over at most 10 ms after they were due. */
  readonly inTime: number
  /** Late although the log had room: the generator itself was the limit. */
  readonly lateByGenerator: number
  readonly lateByBackpressure: number
  readonly injected: Readonly<Record<string, { readonly injected: number; readonly eligible: number }>>
  readonly trafficMs: number
}
