import type { CurrencyDiff, Interval, ReplayDiff, SideSums, SkuDiff } from '../digest/replay-diff.ts'
import { countOf, money, number, percentOfBps, printable } from './texts.ts'

/** Columns and rows, for whoever lays out tables. */
export interface Table {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const MOVERS_SHOWN = 10

/** What two rule sets made of one recording, for a terminal. */
export function diffTables(diff: ReplayDiff): readonly Table[] {
  return [...diff.currencies.map((currency) => sums(currency, diff.resamples)), reasons(diff), ...(diff.movers.length > 0 ? [movers(diff)] : [])]
}

function sums(diff: CurrencyDiff, resamples: number): Table {
  const { currency, units, before, after } = diff
  const say = (minor: number) => money(minor, currency)
  const row = (name: string, of: (sums: SideSums) => number, said: (value: number) => string, { value, low, high }: Interval) => [name, said(of(before)), said(of(after)), said(value), `${said(low)} to ${said(high)}`]
  const unpriced = (sides: SideSums) => number(sides.unpricedUnits)
  return {
    title: `${countOf(units, 'unit')} sold in the recording, at the prices in force when they were; 95 % intervals over SKUs, ${number(resamples)} resamplings`,
    columns: ['', ' BEFORE', ' AFTER', ' DIFFERENCE', ' INTERVAL'],
    rows: [
      row('revenue', ({ revenueMinor }) => revenueMinor, say, diff.revenueMinor),
      row('margin in money', ({ profitMinor }) => profitMinor, say, diff.profitMinor),
      row('margin', marginBpsOf, percentOfBps, diff.marginBps),
      ['units without a price', unpriced(before), unpriced(after), number(after.unpricedUnits - before.unpricedUnits), ''],
    ],
  }
}

/** Of what was sold. */
export const marginBpsOf = ({ revenueMinor, profitMinor }: SideSums): number => (revenueMinor > 0 ? Math.round((profitMinor * 10_000) / revenueMinor) : 0)

function reasons({ reasons: all, breachesPrevented: { before, after } }: ReplayDiff): Table {
  const rows = all.map((each) => [each.reason, number(each.before), number(each.after), number(each.after - each.before)])
  return { title: `margin breaches prevented: ${number(before)} before, ${number(after)} after`, columns: ['DECISIONS', ' BEFORE', ' AFTER', ' DIFFERENCE'], rows }
}

function movers({ movers: all, skusMoved }: ReplayDiff): Table {
  const shown = all.slice(0, MOVERS_SHOWN)
  return { title: `${countOf(skusMoved, 'SKU')} moved; those that change the margin most`, columns: ['SKU', ' UNITS', ' PRICE BEFORE', ' PRICE AFTER', ' REVENUE', ' MARGIN'], rows: shown.map(moverRow) }
}

function moverRow({ sku, currency, units, before, after }: SkuDiff): readonly string[] {
  const say = (minor: number | null) => (minor === null ? 'off sale' : money(minor, currency))
  return [printable(sku), number(units), say(before.endPriceMinor), say(after.endPriceMinor), say(after.revenueMinor - before.revenueMinor), say(after.profitMinor - before.profitMinor)]
}
