/** What a retailer decides once for a run. Bps are hundredths of a percent; every field has a default. */
export interface PricingPolicy {
  /** Hard for everybody: no published price may leave less margin. */
  readonly floorMarginBps: number
  readonly minProfitMinor: number
  /** The guard walks a discount down in steps of this size. */
  readonly ladderBps: number
  /** Prices end in `endMinor` modulo `everyMinor`, chosen upwards; every 1 means any price. */
  readonly ending: { readonly everyMinor: number; readonly endMinor: number }
  readonly surge: {
    readonly upBps: number
    /** Velocity ÷ baseline from which demand counts as a surge. */
    readonly ratio: number
    /** Units in the window below which a ratio says nothing. */
    readonly minUnits: number
    readonly aboveBase: boolean
  }
  readonly competitor: {
    readonly match: boolean
    /** Competitor events decided at once a second and SKU; more are folded, newest wins. */
    readonly decisionsPerSecond: number
  }
  readonly stock: {
    /** Hours until depletion under which discounts are halved, under which promotions end, and under which to re-order. */
    readonly defensiveHours: number
    readonly endPromotionHours: number
    readonly replenishHours: number
    /** Silence of the inventory feed after which every decision is defensive. */
    readonly feedStaleAfterMs: number
  }
  readonly dedupeWindowMs: number
  readonly foldAfterMs: number
  readonly validForMs: number
  /** Only the canary switches these off. */
  readonly guard: boolean
  readonly publisherCheck: boolean
}

export const DEFAULT_POLICY: PricingPolicy = {
  floorMarginBps: 3000,
  minProfitMinor: 0,
  ladderBps: 500,
  ending: { everyMinor: 1, endMinor: 0 },
  surge: { upBps: 500, ratio: 2, minUnits: 10, aboveBase: false },
  competitor: { match: true, decisionsPerSecond: 4 },
  stock: { defensiveHours: 4, endPromotionHours: 1, replenishHours: 24, feedStaleAfterMs: 900_000 },
  dedupeWindowMs: 60_000,
  foldAfterMs: 250,
  validForMs: 86_400_000,
  guard: true,
  publisherCheck: true,
}
