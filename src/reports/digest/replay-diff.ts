/** What one of two rule sets made of the recorded demand. Money in minor units. */
export interface SideSums {
  readonly revenueMinor: number
  readonly profitMinor: number
  /** Units that were sold in the recording, and for which there was no price here. */
  readonly unpricedUnits: number
}

/** One SKU under both: `before` as the baseline has it, `after` as it was replayed. */
export interface SkuDiff {
  readonly sku: string
  readonly name: string
  readonly currency: string
  /** Units sold in the recording, in the range that was replayed. */
  readonly units: number
  readonly before: SideSums & { readonly endPriceMinor: number | null }
  readonly after: SideSums & { readonly endPriceMinor: number | null }
}

/** A difference, and where it lies in 95 of 100 resamplings of the SKUs. */
export interface Interval {
  readonly value: number
  readonly low: number
  readonly high: number
}

/** All SKUs of a currency. */
export interface CurrencyDiff {
  readonly currency: string
  readonly skus: number
  readonly units: number
  readonly before: SideSums
  readonly after: SideSums
  readonly revenueMinor: Interval
  readonly profitMinor: Interval
  readonly marginBps: Interval
}

export interface ReplayDiff {
  readonly schemaVersion: 1
  /** What it is held against: the recording's own decisions, or those of another run. */
  readonly baseline: string
  readonly replayed: string
  /** What the sums assume. */
  readonly demand: string
  readonly currencies: readonly CurrencyDiff[]
  readonly resamples: number
  readonly skusMoved: number
  /** Decisions in which the guard changed or blocked what was asked for. */
  readonly breachesPrevented: { readonly before: number; readonly after: number }
  /** Decisions by reason code. */
  readonly reasons: readonly { readonly reason: string; readonly before: number; readonly after: number }[]
  /** The SKUs that moved most, at most `MOVERS_MAX`. */
  readonly movers: readonly SkuDiff[]
}

export const MOVERS_MAX = 50

export const RECORDED_DEMAND = 'the recorded sales, at the prices in force when they came: what customers would have bought at other prices is not guessed'
