import type { SideSums, SkuDiff } from '../../../reports/digest/replay-diff.ts'
import type { Span } from '../range.ts'
import type { PartitionBatch } from '../recording.ts'
import type { BaselineLines } from './baseline.ts'
import { type DecidedRow, decidedRows } from './decided-rows.ts'

/** What the two rule sets did in one partition; plain data. */
export interface PartitionDiff {
  readonly skus: readonly SkuDiff[]
  readonly reasons: { readonly before: Readonly<Record<string, number>>; readonly after: Readonly<Record<string, number>> }
}

interface Price {
  readonly priceMinor: number | null
  readonly marginBps: number
}

interface Sale {
  readonly sku: string
  readonly store: string
  readonly data: { readonly qty: number }
}

interface Seed {
  readonly sku: string
  readonly data: { readonly name: string; readonly currency: string }
}

/** One rule set: its prices as they stand now, and what the recorded sales came to at them. */
class Side {
  readonly #prices = new Map<string, Price>()
  readonly sums: { -readonly [name in keyof SideSums]: number } = { revenueMinor: 0, profitMinor: 0, unpricedUnits: 0 }

  decided({ priceMinor, marginBps, stores }: DecidedRow): void {
    for (const store of stores) this.#prices.set(store, { priceMinor, marginBps })
  }

  sold(store: string, units: number): void {
    const price = this.#prices.get(store)
    if (!price?.priceMinor) {
      this.sums.unpricedUnits += units
      return
    }
    this.sums.revenueMinor += units * price.priceMinor
    this.sums.profitMinor += Math.round((units * price.priceMinor * price.marginBps) / 10_000)
  }

  /** The mean over the stores that have one. */
  endPriceMinor(): number | null {
    const prices = [...this.#prices.values()].flatMap(({ priceMinor }) => priceMinor ?? [])
    return prices.length === 0 ? null : Math.round(prices.reduce((sum, price) => sum + price, 0) / prices.length)
  }
}

interface SkuBook {
  readonly name: string
  readonly currency: string
  readonly before: Side
  readonly after: Side
  units: number
}

/** Keeps the prices of both rule sets while a recording is replayed, and adds up what its sales come to at each. */
export class SkuLedger {
  readonly #books = new Map<string, SkuBook>()
  readonly #reasons = { before: {} as Record<string, number>, after: {} as Record<string, number> }

  /** A sale is paid at the price that stood before its batch: decisions count from the next one on. */
  batch(batch: PartitionBatch, { from, to }: Span, { earlier, together }: BaselineLines, after: readonly string[]): void {
    const isInRange = batch.nextOffset > from
    this.#decided('before', earlier, isInRange)
    const duplicates = duplicatesOf(batch.orderLine)
    for (const [index, record] of batch.records.entries()) {
      const offset = batch.firstOffset + index
      if (record.startsWith('{"topic":"catalog"')) this.#seeded(JSON.parse(record) as Seed)
      else if (offset >= from && offset < to && record.startsWith('{"topic":"sales_events"') && !duplicates.has(offset)) this.#sold(record)
    }
    this.#decided('before', together, isInRange)
    this.#decided('after', after, isInRange)
  }

  result(): PartitionDiff {
    const skus = [...this.#books].map(([sku, { name, currency, units, before, after }]) => ({ sku, name, currency, units, before: toSide(before), after: toSide(after) }))
    return { skus, reasons: this.#reasons }
  }

  #seeded({ sku, data: { name, currency } }: Seed): void {
    if (!this.#books.has(sku)) this.#books.set(sku, { name, currency, before: new Side(), after: new Side(), units: 0 })
  }

  /** What is no whole event is a dead letter, and sold nothing. */
  #sold(record: string): void {
    const sale = parsed(record)
    const book = sale && this.#books.get(sale.sku)
    if (!book || !Number.isSafeInteger(sale.data?.qty)) return
    book.units += sale.data.qty
    for (const side of [book.before, book.after]) side.sold(sale.store, sale.data.qty)
  }

  #decided(name: 'before' | 'after', lines: readonly string[], isCounted: boolean): void {
    const reasons = this.#reasons[name]
    for (const row of decidedRows(lines)) {
      this.#books.get(row.sku)?.[name].decided(row)
      if (isCounted) reasons[row.reason] = (reasons[row.reason] ?? 0) + row.stores.length
    }
  }
}

const toSide = (side: Side) => ({ ...side.sums, endPriceMinor: side.endPriceMinor() })

function duplicatesOf(orderLine: string): ReadonlySet<number> {
  if (!orderLine.includes(',"deduplicated":[')) return NONE
  return new Set((JSON.parse(orderLine) as { deduplicated: readonly number[] }).deduplicated)
}

const NONE: ReadonlySet<number> = new Set()

function parsed(record: string): Sale | undefined {
  try {
    return JSON.parse(record) as Sale
  } catch {
    return undefined
  }
}
