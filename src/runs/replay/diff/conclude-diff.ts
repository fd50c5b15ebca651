import { type CurrencyDiff, MOVERS_MAX, RECORDED_DEMAND, type ReplayDiff, type SideSums, type SkuDiff } from '../../../reports/digest/replay-diff.ts'
import { sumByName } from '../../../reports/sum-by-name.ts'
import { bootstrap, resamplesOf } from './bootstrap.ts'
import type { PartitionDiff } from './sku-ledger.ts'

/** The guard's own reasons: what was asked for was under the floor. */
const GUARDED = ['PROMO_MODIFY_DISCOUNT', 'PROMO_BLOCKED_MARGIN', 'HOLD_LAST_SAFE', 'NO_SAFE_PRICE']

export interface Compared {
  readonly baseline: string
  readonly replayed: string
  readonly seed: string
}

/** All partitions together. */
export function concludeDiff(partitions: readonly PartitionDiff[], { baseline, replayed, seed }: Compared): ReplayDiff {
  const skus = partitions.flatMap((partition) => partition.skus)
  const before = sumByName(partitions.map(({ reasons }) => reasons.before))
  const after = sumByName(partitions.map(({ reasons }) => reasons.after))
  const moved = skus.filter(hasMoved)
  const currencies = [...new Set(skus.map(({ currency }) => currency))].sort()
  return {
    schemaVersion: 1,
    baseline,
    replayed,
    demand: RECORDED_DEMAND,
    currencies: currencies.map((currency) => currencyDiff(currency, skus.filter((each) => each.currency === currency), seed)),
    resamples: resamplesOf(skus.length),
    skusMoved: moved.length,
    breachesPrevented: { before: guarded(before), after: guarded(after) },
    reasons: reasonsOf(before, after),
    movers: moved.toSorted(byImpact).slice(0, MOVERS_MAX),
  }
}

function currencyDiff(currency: string, skus: readonly SkuDiff[], seed: string): CurrencyDiff {
  const [before, after] = [sumsOf(skus.map((sku) => sku.before)), sumsOf(skus.map((sku) => sku.after))]
  const rows = skus.map((sku) => [sku.before.revenueMinor, sku.before.profitMinor, sku.after.revenueMinor, sku.after.profitMinor])
  const intervals = bootstrap(
    rows,
    {
      revenueMinor: ([revenueBefore, , revenueAfter]) => revenueAfter - revenueBefore,
      profitMinor: ([, profitBefore, , profitAfter]) => profitAfter - profitBefore,
      marginBps: ([revenueBefore, profitBefore, revenueAfter, profitAfter]) => Math.round(marginOf(revenueAfter, profitAfter) - marginOf(revenueBefore, profitBefore)),
    },
    seed,
  )
  return { currency, skus: skus.length, units: skus.reduce((sum, { units }) => sum + units, 0), before, after, ...intervals }
}

const marginOf = (revenueMinor: number, profitMinor: number): number => (revenueMinor > 0 ? (profitMinor * 10_000) / revenueMinor : 0)

function sumsOf(sides: readonly SideSums[]): SideSums {
  const sum = (name: keyof SideSums) => sides.reduce((total, side) => total + side[name], 0)
  return { revenueMinor: sum('revenueMinor'), profitMinor: sum('profitMinor'), unpricedUnits: sum('unpricedUnits') }
}

function hasMoved({ before, after }: SkuDiff): boolean {
  return before.endPriceMinor !== after.endPriceMinor || before.revenueMinor !== after.revenueMinor || before.profitMinor !== after.profitMinor || before.unpricedUnits !== after.unpricedUnits
}

/** What changes the profit most comes first; of SKUs that sold nothing, what changes the price most. */
function byImpact(a: SkuDiff, b: SkuDiff): number {
  const profit = ({ before, after }: SkuDiff) => Math.abs(after.profitMinor - before.profitMinor)
  const price = ({ before, after }: SkuDiff) => Math.abs((after.endPriceMinor ?? 0) - (before.endPriceMinor ?? 0))
  return profit(b) - profit(a) || price(b) - price(a) || (a.sku < b.sku ? -1 : 1)
}

const guarded = (reasons: Readonly<Record<string, number>>): number => GUARDED.reduce((sum, reason) => sum + (reasons[reason] ?? 0), 0)

function reasonsOf(before: Readonly<Record<string, number>>, after: Readonly<Record<string, number>>): ReplayDiff['reasons'] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.map((reason) => ({ reason, before: before[reason] ?? 0, after: after[reason] ?? 0 }))
}
