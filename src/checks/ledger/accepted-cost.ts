/** A vendor's word about a SKU's cost. */
export interface CostUpdate {
  readonly costMinor: number
  readonly currency: string
  readonly ts: number
}

/**
 * The cost that rules for one SKU, derived from the cost topic alone. A slip waits for a review instead; a cost of the
 * future is kept by `WaitingCosts` until its time. `version` counts the costs that have been in force.
 */
export class AcceptedCost {
  costMinor: number
  version = 1
  readonly #currency: string
  #ts: number
  #inReview: CostUpdate | undefined

  constructor(seeded: CostUpdate) {
    this.costMinor = seeded.costMinor
    this.#currency = seeded.currency
    this.#ts = seeded.ts
  }

  /** Ten times up, ten times down, or another currency: keeps it for review and says so. */
  quarantines(update: CostUpdate): boolean {
    const { costMinor, currency } = update
    const isSlip = currency !== this.#currency || costMinor >= this.costMinor * 10 || costMinor * 10 <= this.costMinor
    if (isSlip) this.#inReview = update
    return isSlip
  }

  /** False where a newer cost is in force already: a level that comes late changes nothing. */
  comeIntoForce({ costMinor, ts }: CostUpdate): boolean {
    if (ts < this.#ts) return false
    this.#ts = ts
    this.costMinor = costMinor
    this.version++
    this.#inReview = undefined
    return true
  }

  /**
   * A person has looked: true where that changed the cost. Money of another country cannot be accepted. The review is
   * the newest word about this cost, so its `ts` is what later updates are compared with.
   */
  review(accept: boolean, ts: number): boolean {
    const reviewed = this.#inReview
    this.#inReview = undefined
    return accept && reviewed !== undefined && reviewed.currency === this.#currency && this.comeIntoForce({ ...reviewed, ts })
  }
}

interface Waiting<Owner> {
  readonly owner: Owner
  readonly update: CostUpdate
  readonly effectiveFrom: number
}

/** Costs announced for later, in the order in which they come into force; arrival decides between equals. */
export class WaitingCosts<Owner> {
  readonly #waiting: Waiting<Owner>[] = []

  add(owner: Owner, update: CostUpdate, effectiveFrom: number): void {
    const later = this.#waiting.findIndex((other) => other.effectiveFrom > effectiveFrom)
    this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, { owner, update, effectiveFrom })
  }

  *due(now: number): Generator<Waiting<Owner>, void> {
    while (this.#waiting.length > 0 && this.#waiting[0].effectiveFrom <= now) yield this.#waiting.shift()!
  }
}
