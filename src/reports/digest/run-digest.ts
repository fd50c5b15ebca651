import type { Explanation } from '../formats/explanation.ts'
import { sumByName } from '../sum-by-name.ts'

/** What a run's log says beyond counts: gathered while it is executed again, a part a partition. */
export interface RunDigest {
  /** Inputs taken up in each second of the traffic. */
  readonly processed: readonly number[]
  readonly margins: MarginCounts
  /** Decisions in which the guard changed or blocked what was asked, by the reason they carry. */
  readonly prevented: Readonly<Record<string, number>>
  /** SKUs whose price or reason changed, and those of them that did not keep the discount they were to have. */
  readonly skusChanged: number
  readonly skusCut: number
  /** The SKUs whose discount was cut most, then those whose price moved most; each by its most telling change. */
  readonly changes: readonly PriceChange[]
  readonly skusSold: number
  /** The SKUs of which most units were sold. */
  readonly sellers: readonly Seller[]
}

export const MARGIN_STEP_BPS = 100
export const MARGIN_FROM_BPS = -10_000
/** One for every percentage point from −100 % to 100 %; what lies beyond counts at the ends. */
export const MARGIN_BUCKETS = 200

/** Decided prices by their margin, in steps of a percentage point; all decisions, changed or not. */
export interface MarginCounts {
  /** At the price that was asked for. */
  readonly before: readonly number[]
  /** At the price that the guard let pass. */
  readonly after: readonly number[]
}

export interface PriceChange {
  readonly name: string
  /** The discount that was to be given, and the one that was. */
  readonly wantedBps: number
  readonly givenBps: number
  /** By how much the price moved. */
  readonly movedBps: number
  readonly explanation: Explanation
  /** The event behind it; null for the work of a tick. */
  readonly cause: { readonly type: string; readonly id: string } | null
}

/** One SKU over all stores. */
export interface Seller {
  readonly sku: string
  readonly name: string
  readonly unitsSold: number
  readonly unitsReceived: number
  readonly startUnits: number
  readonly endUnits: number
  /** Units on hand at the end of each of equal parts of the run. */
  readonly stock: readonly number[]
}

export const CHANGES_MAX = 300
export const SELLERS_MAX = 20
export const STOCK_POINTS = 60

type Sales = Pick<Seller, 'sku' | 'unitsSold'>

/** By cut, then by move; names decide what is equal, so that the order is the same on every machine. */
export function byWeight(a: PriceChange, b: PriceChange): number {
  return cutOf(b) - cutOf(a) || b.movedBps - a.movedBps || (a.explanation.sku < b.explanation.sku ? -1 : 1)
}

export const cutOf = ({ wantedBps, givenBps }: Pick<PriceChange, 'wantedBps' | 'givenBps'>): number => Math.max(0, wantedBps - givenBps)

export function bySales(a: Sales, b: Sales): number {
  return b.unitsSold - a.unitsSold || (a.sku < b.sku ? -1 : 1)
}

/** A SKU belongs to one partition: counts add up, and the best of all are among the best of each. */
export function mergeDigests(parts: readonly RunDigest[]): RunDigest {
  const sum = (pick: (part: RunDigest) => number) => parts.reduce((total, part) => total + pick(part), 0)
  return {
    processed: addUp(parts.map(({ processed }) => processed)),
    margins: { before: addUp(parts.map(({ margins }) => margins.before)), after: addUp(parts.map(({ margins }) => margins.after)) },
    prevented: sumByName(parts.map(({ prevented }) => prevented)),
    skusChanged: sum(({ skusChanged }) => skusChanged),
    skusCut: sum(({ skusCut }) => skusCut),
    changes: parts.flatMap(({ changes }) => changes).toSorted(byWeight).slice(0, CHANGES_MAX),
    skusSold: sum(({ skusSold }) => skusSold),
    sellers: parts.flatMap(({ sellers }) => sellers).toSorted(bySales).slice(0, SELLERS_MAX),
  }
}

/** Place by place; the longest gives the length. */
export function addUp(rows: readonly (readonly number[])[]): number[] {
  const length = rows.reduce((longest, row) => Math.max(longest, row.length), 0)
  return Array.from({ length }, (_, place) => rows.reduce((sum, row) => sum + (row[place] ?? 0), 0))
}
