import { byWeight, CHANGES_MAX, cutOf, type PriceChange } from '../../reports/digest/run-digest.ts'
import type { Explanation } from '../../reports/formats/explanation.ts'

const EXPLANATION_PREFIX = '{"topic":"pricing_decisions","explanation":'
/** Kept while the log is read: enough that the best of them are the best of all, however many SKUs there are. */
const KEPT_MAX = CHANGES_MAX * 4

/** A change as it is kept: the record behind it stays text until somebody wants it. */
interface Kept {
  readonly wantedBps: number
  readonly givenBps: number
  readonly movedBps: number
  readonly explanation: Explanation
  readonly record: string | undefined
}

/** The most telling change of each SKU: the deepest cut of its discount, else the largest move of its price. */
export class ChangeDigest {
  readonly #kept = new Map<string, Kept>()
  readonly #changed = new Set<string>()
  readonly #cut = new Set<string>()

  /** The lines of one batch, and the records it was made of. */
  said(lines: readonly string[], records: readonly string[], firstOffset: number): void {
    for (const line of lines) {
      if (!line.startsWith(EXPLANATION_PREFIX)) continue
      const { explanation } = JSON.parse(line) as { explanation: Explanation }
      this.#keep({ ...weigh(explanation), explanation, record: records[(explanation.source.offset ?? -1) - firstOffset] })
    }
  }

  get skusChanged(): number {
    return this.#changed.size
  }

  get skusCut(): number {
    return this.#cut.size
  }

  changes(names: ReadonlyMap<string, string>): readonly PriceChange[] {
    const named = [...this.#kept.values()].map(({ record, ...change }) => ({ ...change, name: names.get(change.explanation.sku)!, cause: causeOf(record) }))
    return named.toSorted(byWeight).slice(0, CHANGES_MAX)
  }

  #keep(change: Kept): void {
    const { sku } = change.explanation
    this.#changed.add(sku)
    if (cutOf(change) > 0) this.#cut.add(sku)
    const known = this.#kept.get(sku)
    if (known && !isWeightier(change, known)) return
    this.#kept.set(sku, change)
    if (this.#kept.size > KEPT_MAX) this.#prune()
  }

  #prune(): void {
    const best = [...this.#kept].toSorted(([, a], [, b]) => (isWeightier(a, b) ? -1 : 1)).slice(0, CHANGES_MAX)
    this.#kept.clear()
    for (const [sku, change] of best) this.#kept.set(sku, change)
  }
}

function isWeightier(a: Kept, b: Kept): boolean {
  return cutOf(a) === cutOf(b) ? a.movedBps > b.movedBps : cutOf(a) > cutOf(b)
}

/** What a promotion wanted before stock or the guard spoke, what was given, and how far the price moved. */
function weigh({ inputs: { baseMinor }, candidates, askedDiscountMinor, discountBps, priceBefore = 0, priceAfter = 0, reasonCode }: Explanation) {
  const wantedMinor = Math.max(askedDiscountMinor, ...(IS_CUT.has(reasonCode) ? candidates.map(({ discountMinor }) => discountMinor) : []))
  const bps = (minor: number) => Math.round((minor * 10_000) / baseMinor)
  return { wantedBps: IS_CUT.has(reasonCode) ? bps(wantedMinor) : discountBps, givenBps: discountBps, movedBps: bps(Math.abs(priceAfter - priceBefore)) }
}

/** Reasons that mean: a discount was to be given, and less was. */
const IS_CUT: ReadonlySet<string> = new Set(['PROMO_MODIFY_DISCOUNT', 'PROMO_BLOCKED_MARGIN', 'PROMO_DEFENSIVE', 'PROMO_ENDED_EARLY', 'HOLD_LAST_SAFE', 'NO_SAFE_PRICE'])

function causeOf(record: string | undefined): PriceChange['cause'] {
  if (record === undefined) return null
  const { type, id } = JSON.parse(record) as { type: string; id: string }
  return { type, id }
}
