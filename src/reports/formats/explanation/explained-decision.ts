import type { SeenEvent } from './seen-event.ts'

/** A full explanation as it stands in the log (docs/log-format.md); what was 0, false or absent is left out. */
export interface Explanation {
  readonly decisionId: string
  readonly sku: string
  readonly store: string
  readonly ts: number
  readonly inputs: {
    readonly baseMinor: number
    readonly currency: string
    readonly costMinor: number
    readonly logisticsMinor: number
    readonly flatTaxMinor?: number
    readonly taxRateBps?: number
    readonly costVersion: number
    readonly costInReview?: boolean
    readonly competitorMinor?: number
    readonly overrideMinor?: number
    readonly onHand: number
  }
  readonly features: { readonly unitsPerHour: number; readonly baselinePerHour?: number }
  readonly candidates: readonly { readonly promotion: string; readonly kind: string; readonly discountMinor: number }[]
  readonly rejected: readonly { readonly promotion?: string; readonly priceMinor?: number; readonly rule: string }[]
  readonly modelOutputs: { readonly depletionEtaHours?: number; readonly surging?: boolean; readonly feedStale?: boolean; readonly stance: string }
  readonly finalDecision: string
  readonly askedMinor: number
  readonly askedDiscountMinor: number
  readonly surgeMinor?: number
  readonly clearanceMinor?: number
  readonly worstUnitMinor?: number
  readonly priceBefore?: number
  readonly priceAfter?: number
  readonly discountBps: number
  readonly marginBps?: number
  readonly floorPrice?: number
  readonly reasonCode: string
  readonly source: { readonly topic: string; readonly partition: number; readonly offset?: number; readonly seq: number | string }
}

/** A promotion that was considered; `refusedBy` is null where it was taken. */
export interface Candidate {
  readonly promotion: string
  readonly kind: string | null
  readonly discountMinor: number | null
  readonly refusedBy: string | null
}

/** A step of the ladder: the lowest price that a discount of so many bps means. */
export interface Rung {
  readonly stepBps: number
  readonly priceMinor: number
  readonly holds: boolean
}

/** The guard's arithmetic, so that a reader can redo it. */
export interface GuardSums {
  readonly isOn: boolean
  readonly floorMarginBps: number
  readonly minProfitMinor: number
  readonly ladderBps: number
  /** Minimum advertised price; 0 for none. */
  readonly mapMinor: number
  readonly marginFloorMinor: number | null
  readonly profitFloorMinor: number | null
  /** What is asked for at the worst quantity. */
  readonly askedWorstMinor: number
  /** Those that were tried, from the highest discount on; none where what was asked for holds. */
  readonly rungs: readonly Rung[]
  /** What the guard lets pass, before the competitor rule; null where nothing holds. */
  readonly guardedMinor: number | null
}

/** Everything that a person is told about a decision. */
export interface ExplainedDecision {
  readonly explanation: Explanation
  readonly name: string
  readonly candidates: readonly Candidate[]
  readonly guard: GuardSums
  /** The record that caused it; null for the work of a tick. */
  readonly cause: SeenEvent | null
  /** The newest record of each kind that the price knew of. */
  readonly events: readonly SeenEvent[]
}
