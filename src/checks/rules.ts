import type { Check } from './check.ts'
import type { ItemBook, SkuBook } from './ledger/books.ts'
import type { JudgedBatch } from './ledger/input.ts'
import type { Ledger } from './ledger/ledger.ts'
import { withEnding } from './ledger/price-ending.ts'
import { covers, isInForce } from './ledger/rule-ledger.ts'
import type { Row } from './record/decisions-line.ts'
import type { PriceUpdate } from './record/output-lines.ts'
import { type Facts, Tally } from './tally.ts'

/** What people have ordered is done: promotions and manual prices work while they are in force, and only then. */
export const rules: Check = {
  summary: 'promotions and manual prices are applied while they are in force, and only then',
  watch: (ledger) => new RulesWatch(ledger),
}

const BY_PROMOTION: ReadonlySet<string> = new Set(['PROMO_APPROVED', 'PROMO_DEFENSIVE', 'PROMO_ENDED_EARLY', 'CLEARANCE'])
/** What the guard makes of a discount, whoever asked for it. */
const BY_GUARD: ReadonlySet<string> = new Set(['PROMO_MODIFY_DISCOUNT', 'PROMO_BLOCKED_MARGIN'])
const MANUAL = 'MANUAL_OVERRIDE'

class RulesWatch {
  readonly tally = new Tally()
  readonly #ledger: Ledger

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  row(row: Row, { sku }: ItemBook, offset: number): void {
    const manualMinor = this.#manualMinor(sku)
    const isByRule = BY_PROMOTION.has(row.reason) || BY_GUARD.has(row.reason) || row.reason === MANUAL
    if (!isByRule && manualMinor === undefined) return
    this.tally.checked++
    const problem = this.#problem(row, sku, manualMinor)
    if (problem) this.#report(offset, problem, { sku: row.sku, store: row.store, reason: row.reason, priceMinor: row.priceMinor, manualMinor: manualMinor ?? null })
  }

  batch({ updates }: JudgedBatch): void {
    for (const update of updates) if (update.promotion !== undefined) this.#judgeUpdate(update, update.promotion)
  }

  #problem({ reason, priceMinor, floorMinor }: Row, sku: SkuBook, manualMinor: number | undefined): string | undefined {
    if (manualMinor !== undefined) {
      const asked = withEnding(manualMinor, this.#ledger.terms.ending)
      const isSafe = floorMinor !== null && asked >= floorMinor
      return isSafe && priceMinor !== asked ? 'a manual price is in force and clears the floor, and another one was decided' : undefined
    }
    if (reason === MANUAL) return 'decided by a manual price, and none is in force'
    return this.#ledger.rules.isPromoted(sku, this.#ledger.now) ? undefined : 'decided by a promotion, and none is in force'
  }

  #judgeUpdate({ offset, sku, store, validUntil }: PriceUpdate, id: string): void {
    const item = this.#ledger.find(sku, store)
    if (!item) return
    this.tally.checked++
    const { rules, now } = this.#ledger
    const inForce = rules.known(id).filter((rule) => isInForce(rule, now) && covers(rule, item.sku))
    if (inForce.length === 0) this.#report(offset, 'published under a promotion that is not in force', { sku, store, promotion: id, now })
    else if (inForce.every(({ endsAt = Infinity }) => validUntil > endsAt)) {
      this.#report(offset, 'published with a validity that outlives its promotion', { sku, store, promotion: id, validUntil, endsAt: inForce[0].endsAt! })
    }
  }

  /** Undefined where no manual price is in force. */
  #manualMinor({ manual }: SkuBook): number | undefined {
    return manual && this.#ledger.now < manual.until && manual.priceMinor > 0 ? manual.priceMinor : undefined
  }

  #report(offset: number, problem: string, facts: Facts): void {
    this.tally.violation({ place: this.#ledger.place(offset), problem, ...facts })
  }
}
