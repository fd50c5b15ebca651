import type { LoggedEvent } from '../record/logged-event.ts'
import { AcceptedCost, type CostUpdate, WaitingCosts } from './accepted-cost.ts'
import type { SkuBook } from './books.ts'
import { MarginRule, readUnitTerms } from './margin-rule.ts'

/** Follows the accepted cost of every SKU through the cost topic, and the margin rule that goes with it. */
export class CostLedger {
  /** SKUs whose cost in force changed in this batch. */
  readonly changed = new Set<SkuBook>()
  readonly #floorMarginBps: number
  readonly #waiting = new WaitingCosts<SkuBook>()
  #now = 0

  constructor(floorMarginBps: number) {
    this.#floorMarginBps = floorMarginBps
  }

  /** What was announced for a time that has now come is in force before anything else of the batch. */
  begin(now: number): void {
    this.#now = now
    this.changed.clear()
    for (const { owner, update } of this.#waiting.due(now)) if (owner.cost!.comeIntoForce(update)) this.#rule(owner)
  }

  /** Takes any event of the SKU. True where it is a slip. */
  fold(sku: SkuBook, event: LoggedEvent): boolean {
    if (event.type === 'sku_seeded') this.#seed(sku, event)
    else if (sku.cost && event.type === 'cost_changed') return this.#change(sku, sku.cost, event)
    else if (event.type === 'cost_reviewed' && sku.cost?.review(event.data.accept === true, event.ts)) this.#rule(sku)
    return false
  }

  /** Terms that make no sense are none: a price that the pipeline finds for them is published without a known cost. */
  #seed(sku: SkuBook, { ts, data }: LoggedEvent): void {
    sku.unit = readUnitTerms(data)
    if (!sku.unit) return
    sku.cost = new AcceptedCost({ costMinor: sku.unit.costMinor, currency: data.currency as string, ts })
    this.#rule(sku)
  }

  #change(sku: SkuBook, cost: AcceptedCost, { ts, data }: LoggedEvent): boolean {
    if (!Number.isSafeInteger(data.costMinor)) return false
    const update = { costMinor: data.costMinor, currency: data.currency, ts } as CostUpdate
    if (cost.quarantines(update)) return true
    const effectiveFrom = (data.effectiveFrom as number | undefined) ?? -Infinity
    if (effectiveFrom > this.#now) this.#waiting.add(sku, update, effectiveFrom)
    else if (cost.comeIntoForce(update)) this.#rule(sku)
    return false
  }

  #rule(sku: SkuBook): void {
    sku.rule(new MarginRule({ ...sku.unit!, costMinor: sku.cost!.costMinor }, this.#floorMarginBps), this.#now)
    this.changed.add(sku)
  }
}
