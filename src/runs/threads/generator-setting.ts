import type { Sku } from '../../engine/pricing/events.ts'
import type { PlannedFault } from '../../faults/fault.ts'
import type { FeedKind } from '../../scenarios/scenario.ts'
import type { ThreadSetting } from './pipeline-setting.ts'
import type { EventRates } from './rate-recorder.ts'

export interface GeneratorSetting extends ThreadSetting {
  /** Null: the thread makes the catalogue from the seed itself. */
  readonly skus: readonly Sku[] | null
  readonly faults: readonly PlannedFault[]
}

export interface GeneratorTotals {
  readonly planned: Readonly<Record<FeedKind, number>>
  readonly sent: Readonly<Record<FeedKind, number>>
  /** Handed over at most 10 ms after they were due. */
  readonly inTime: number
  /** Late although the log had room: the generator itself was the limit. */
  readonly lateByGenerator: number
  readonly lateByBackpressure: number
  /** By planned fault; null for those that do not act on feeds. */
  readonly injected: readonly ({ readonly injected: number; readonly eligible: number } | null)[]
  readonly rates: EventRates
  readonly trafficMs: number
}
