import type { PricingPolicy } from '../policy.ts'
import type { ForecastSignals } from '../tuple.ts'

/** What the forecast bolt has counted for one item. Units in the windows are decayed to `now`. */
export interface DemandCounts {
  units5: number
  units15: number
  units60: number
}

/** Derives signals from counts and from the signals of the models before it. One file a model, one registry line. */
export interface ForecastModel {
  readonly name: string
  readonly summary: string
  estimate(signals: ForecastSignals, counts: DemandCounts, policy: PricingPolicy): void
}
