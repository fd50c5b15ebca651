import type { Tuple } from '../../engine/pricing/tuple.ts'
import { bySales, SELLERS_MAX, type Seller, STOCK_POINTS } from '../../reports/digest/run-digest.ts'

/** How many SKUs of a partition have their stock followed; of Zipf's shoppers, the best sellers come early. */
const FOLLOWED_MAX = 20_000

/** One SKU over all its stores. */
interface SkuStock {
  readonly sku: string
  readonly name: string
  unitsSold: number
  unitsReceived: number
  startUnits: number
  units: number
  /** Only of those that sell: stock at the end of each part of the run, −1 where it has not moved. */
  stock: Int32Array | undefined
}

/** What was sold of every SKU, and how its stock went down with it. */
export class StockDigest {
  readonly #startsAt: number
  readonly #partMs: number
  readonly #skus: SkuStock[] = []
  /** By item: units on hand when it was last decided. */
  readonly #onHand: number[] = []
  #followed = 0

  constructor(startsAt: number, durationMs: number) {
    this.#startsAt = startsAt
    this.#partMs = durationMs / STOCK_POINTS
  }

  folded({ event, sku }: Tuple): void {
    if (sku < 0) return
    if (event.type === 'sku_seeded') this.#skus[sku] = newSku(event.sku!, event.data.name as string)
    else if (event.type === 'sale') this.#sold(this.#skus[sku], event.data.qty as number)
    else if (event.type === 'received') this.#skus[sku].unitsReceived += event.data.qty as number
  }

  decided({ item, sku, forecast }: Tuple, now: number): void {
    const known = this.#onHand[item]
    const { onHand } = forecast
    if (known === onHand) return
    const entry = this.#skus[sku]
    entry.units += onHand - (known ?? 0)
    if (known === undefined) entry.startUnits += onHand
    this.#onHand[item] = onHand
    if (entry.stock) entry.stock[this.#partOf(now)] = entry.units
  }

  names(): ReadonlyMap<string, string> {
    return new Map(this.#skus.map(({ sku, name }) => [sku, name]))
  }

  get skusSold(): number {
    return this.#skus.filter(({ unitsSold }) => unitsSold > 0).length
  }

  sellers(): readonly Seller[] {
    const sold = this.#skus.filter(({ stock }) => stock).toSorted(bySales).slice(0, SELLERS_MAX)
    return sold.map(({ units, stock, ...facts }) => ({ ...facts, endUnits: units, stock: filled(stock!, facts.startUnits) }))
  }

  #sold(entry: SkuStock, qty: number): void {
    entry.unitsSold += qty
    if (entry.stock || this.#followed >= FOLLOWED_MAX) return
    entry.stock = new Int32Array(STOCK_POINTS).fill(-1)
    this.#followed++
  }

  #partOf(now: number): number {
    return Math.min(Math.max(Math.ceil((now - this.#startsAt) / this.#partMs) - 1, 0), STOCK_POINTS - 1)
  }
}

const newSku = (sku: string, name: string): SkuStock => ({ sku, name, unitsSold: 0, unitsReceived: 0, startUnits: 0, units: 0, stock: undefined })

/** Where stock did not move, it stands where it stood. */
function filled(stock: Int32Array, startUnits: number): number[] {
  let units = startUnits
  return Array.from(stock, (seen) => (units = seen < 0 ? units : seen))
}
