import type { LoggedEvent } from '../record/logged-event.ts'
import type { SkuBook } from './books.ts'

/** A promotion as its rule has it, as far as the checks look into it. Times are epoch ms. */
export interface Rule {
  readonly id: string
  readonly startsAt?: number
  readonly endsAt?: number
  readonly scope?: { readonly skus?: readonly string[]; readonly categories?: readonly string[] }
}

/** Follows the promotions through the rules topic: which there are, when they are in force, and for which SKUs. */
export class RuleLedger {
  readonly #rules = new Map<string, Rule>()
  // What was changed or ended since the batch began: a decision before that was right to go by it.
  #former: Rule[] = []

  begin(): void {
    if (this.#former.length > 0) this.#former = []
  }

  fold({ type, data }: LoggedEvent): void {
    const rule = data.promotion as Rule | undefined
    if (type === 'promotion_ended') this.#drop(data.promotionId as string)
    else if ((type === 'promotion_created' || type === 'promotion_changed') && rule) {
      this.#drop(rule.id)
      this.#rules.set(rule.id, rule)
    }
  }

  /** Whether any promotion is in force for the SKU. */
  isPromoted(sku: SkuBook, now: number): boolean {
    for (const rule of this.#rules.values()) if (isInForce(rule, now) && covers(rule, sku)) return true
    return false
  }

  /** The rules of that id that were there at some time of this batch. */
  known(id: string): readonly Rule[] {
    const rule = this.#rules.get(id)
    const former = this.#former.filter((one) => one.id === id)
    return rule ? [rule, ...former] : former
  }

  #drop(id: string): void {
    const rule = this.#rules.get(id)
    if (!rule) return
    this.#rules.delete(id)
    this.#former.push(rule)
  }
}

export const isInForce = ({ startsAt = -Infinity, endsAt = Infinity }: Rule, now: number): boolean => startsAt <= now && now < endsAt

/** SKUs that are named go before categories; a rule that names neither is about everything. */
export function covers({ scope = {} }: Rule, { sku, category }: SkuBook): boolean {
  if (scope.skus) return scope.skus.includes(sku)
  return scope.categories === undefined || (category !== undefined && scope.categories.includes(category))
}
