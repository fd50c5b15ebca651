import type { Part } from '../kernel/part.ts'
import type { Promotion } from './promotions/promotion.ts'

interface SavedRules {
  readonly version: number
  readonly checkedUntil: number
  readonly promotions: readonly Promotion[]
  readonly changes: readonly Change[]
}

/** A change concerns the SKUs with rows below `skus`; later ones meet the rule with their first decision. */
export interface Change {
  readonly promotion: Promotion
  readonly skus: number
}

const NONE: readonly Promotion[] = []

/** The promotions that are known, by SKU, and when they begin and end. */
export class RuleBook implements Part {
  /** Grows with every change: the rule-set version. */
  version = 0
  #promotions = new Map<string, Promotion>()
  #checkedUntil = -Infinity
  /** Changed, and not yet applied to the SKUs in their scope that were known then. */
  #changes: Change[] = []
  // Derived from the promotions; null means "to be derived".
  #bySku: (readonly Promotion[] | undefined)[] = []
  #boundaries: readonly number[] | null = null

  /** `skus`: how many are known that still must hear of it. The scope that was counts as well as the scope that is. */
  put(promotion: Promotion, skus: number): void {
    const former = this.#promotions.get(promotion.id)
    this.#promotions.set(promotion.id, promotion)
    this.#announce(skus, promotion, former)
    this.#changed()
  }

  /** Ending a promotion that is not there changes nothing. */
  end(id: string, skus: number): void {
    const ended = this.#promotions.get(id)
    if (!ended) return
    this.#promotions.delete(id)
    this.#announce(skus, ended)
    this.#changed()
  }

  /** Promotions whose scope holds the SKU, in the order of their ids: the input's order must not matter. */
  covering(row: number, sku: string, category: string): readonly Promotion[] {
    const known = this.#bySku[row]
    if (known) return known
    const covering = [...this.#promotions.values()].filter((promotion) => covers(promotion, sku, category))
    covering.sort((a, b) => (a.id < b.id ? -1 : 1))
    return (this.#bySku[row] = covering.length ? covering : NONE)
  }

  /** When a promotion next begins or ends, or -Infinity where a change waits to be applied; Infinity for never. */
  nextBoundary(): number {
    if (this.#changes.length > 0) return -Infinity
    this.#boundaries ??= [...this.#promotions.values()]
      .flatMap(({ startsAt, endsAt }) => [startsAt, endsAt])
      .filter((at) => at !== undefined)
      .sort((a, b) => a - b)
    return this.#boundaries.find((at) => at > this.#checkedUntil) ?? Infinity
  }

  /** Promotions that began, ended or changed since the last call, up to `now`. */
  passBoundaries(now: number): readonly Change[] {
    const since = this.#checkedUntil
    this.#checkedUntil = now
    const passed = (at: number | undefined) => at !== undefined && at > since && at <= now
    const changed = this.#changes
    this.#changes = []
    const begunOrEnded = [...this.#promotions.values()].filter(({ startsAt, endsAt }) => passed(startsAt) || passed(endsAt))
    return [...changed, ...begunOrEnded.map((promotion) => ({ promotion, skus: Infinity }))]
  }

  save(): string {
    const saved: SavedRules = { version: this.version, checkedUntil: this.#checkedUntil, promotions: [...this.#promotions.values()], changes: this.#changes }
    return JSON.stringify(saved)
  }

  load(saved: string): void {
    const { version, checkedUntil, promotions, changes } = JSON.parse(saved) as SavedRules
    this.#promotions = new Map(promotions.map((promotion) => [promotion.id, promotion]))
    this.#checkedUntil = checkedUntil ?? -Infinity
    this.#changes = [...changes]
    this.#changed()
    this.version = version
  }

  #announce(skus: number, ...promotions: readonly (Promotion | undefined)[]): void {
    if (skus > 0) for (const promotion of promotions) if (promotion) this.#changes.push({ promotion, skus })
  }

  #changed(): void {
    this.version++
    this.#bySku = []
    this.#boundaries = null
  }
}

export function covers({ scope }: Promotion, sku: string, category: string): boolean {
  if (scope.skus) return scope.skus.includes(sku)
  return scope.categories ? scope.categories.includes(category) : true
}

export function inForce({ startsAt, endsAt }: Promotion, now: number): boolean {
  return (startsAt === undefined || now >= startsAt) && (endsAt === undefined || now < endsAt)
}
