/** A promotion as users and `promo_rules` events write it; kinds add parameters of their own. */
export interface Promotion {
  readonly id: string
  readonly kind: string
  readonly label: string
  /** Which SKUs: all of them when nothing is named. */
  readonly scope: { readonly skus?: readonly string[]; readonly categories?: readonly string[] }
  /** In force from (inclusive) and until (exclusive), epoch ms; open when absent. */
  readonly startsAt?: number
  readonly endsAt?: number
  readonly [parameter: string]: unknown
}

/** What a promotion may look at when it names its discount. */
export interface PromotionContext {
  readonly baseMinor: number
  readonly onHand: number
  /** Units an hour; 0 when nothing sells. */
  readonly unitsPerHour: number
}

/** Discount a unit at the quantity of one and at the worst admissible quantity (equal for most kinds). */
export interface Discount {
  readonly unitMinor: number
  readonly worstUnitMinor: number
}

/** How a parameter is written and checked; the scenario schema and the help derive from it. */
export type ParameterType = 'bps' | 'minor' | 'count' | 'hours' | 'tiers'

/** One kind of promotion: one file and one line in the registry. */
export interface PromotionKind {
  readonly kind: string
  readonly summary: string
  readonly parameters: Readonly<Record<string, { readonly type: ParameterType; readonly optional?: boolean; readonly help: string }>>
  /** Which term of the price formula the discount belongs to. */
  readonly term: 'promotion' | 'clearance'
  /** The discount in `context`, or undefined where the promotion's own condition refuses. Pure; amounts round half up. */
  discount(promotion: Promotion, context: PromotionContext): Discount | undefined
}
