export interface KnownCost {
  readonly costMinor: number
  readonly currency: string
}

/** Says whether a vendor's cost must wait for a person. One file a detector, one line in the registry. */
export interface CostDetector {
  readonly name: string
  readonly summary: string
  suspects(update: KnownCost, accepted: KnownCost): boolean
}
