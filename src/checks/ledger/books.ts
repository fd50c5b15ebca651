import type { Row } from '../record/decisions-line.ts'
import type { AcceptedCost } from './accepted-cost.ts'
import type { MarginRule, UnitTerms } from './margin-rule.ts'
import { PriceTimeline } from './price-timeline.ts'
import { Stock } from './stock.ts'

/** What the checks know of one SKU in one store, folded by their own rules. */
export class ItemBook {
  /** Counts up from 0 over the partition, so that a check can keep its own notes in an array. */
  readonly index: number
  readonly sku: SkuBook
  readonly store: string
  readonly stock: Stock
  /** Distinct accepted events so far. */
  events = 0
  /** By how much the pipeline's counter is known, and reported, to be ahead of `events`. */
  eventsAhead = 0
  /** The newest decision. */
  live: Row | undefined
  /** `sku.costChanges` when that decision was made. */
  liveAtCostChange = 0
  readonly prices = new PriceTimeline()

  constructor(index: number, sku: SkuBook, store: string, onHand: number) {
    this.index = index
    this.sku = sku
    this.store = store
    this.stock = new Stock(onHand)
  }
}

/** A price that a person has set. */
export interface ManualPrice {
  readonly priceMinor: number
  readonly until: number
}

/** What the checks know of one SKU. Cost and margin are missing until the catalogue has named it. */
export class SkuBook {
  readonly sku: string
  readonly items = new Map<string, ItemBook>()
  /** As the catalogue seeded it. */
  baseMinor: number | undefined
  category: string | undefined
  /** The newest manual price, in force until it ends. */
  manual: ManualPrice | undefined
  unit: UnitTerms | undefined
  cost: AcceptedCost | undefined
  margin: MarginRule | undefined
  /** How often `margin` was replaced, and what it was from when on. */
  costChanges = 0
  readonly #margins: { readonly from: number; readonly margin: MarginRule }[] = []

  constructor(sku: string) {
    this.sku = sku
  }

  rule(margin: MarginRule, now: number): void {
    this.margin = margin
    this.costChanges++
    this.#margins.push({ from: now, margin })
  }

  marginAt(now: number): MarginRule | undefined {
    return this.#margins.findLast(({ from }) => from <= now)?.margin
  }

  /** What ruled at some time from `from` to `to`; empty where nothing was known then. */
  marginsBetween(from: number, to: number): readonly MarginRule[] {
    const before = this.#margins.findLastIndex((rule) => rule.from <= from)
    return this.#margins.slice(Math.max(before, 0)).flatMap((rule) => (rule.from <= to ? [rule.margin] : []))
  }
}
