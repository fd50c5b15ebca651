import { marginBps } from '../../engine/pricing/margin.ts'
import type { Tuple } from '../../engine/pricing/tuple.ts'
import { MARGIN_BUCKETS, MARGIN_FROM_BPS, MARGIN_STEP_BPS, type MarginCounts } from '../../reports/digest/run-digest.ts'

/** Margins of all decisions, at the price that was asked for and at the one that was decided; and why they differ. */
export class MarginDigest {
  readonly #before = new Float64Array(MARGIN_BUCKETS)
  readonly #after = new Float64Array(MARGIN_BUCKETS)
  readonly prevented: Record<string, number> = {}

  decided({ decision, cost }: Tuple): void {
    if (cost.known && decision.askedMinor > 0) this.#before[bucketOf(marginBps(decision.askedMinor, cost))]++
    if (decision.priceMinor > 0) this.#after[bucketOf(decision.marginBps)]++
    if (decision.guard !== 'as_asked' && decision.reason !== 'COST_UNKNOWN') this.prevented[decision.reason] = (this.prevented[decision.reason] ?? 0) + 1
  }

  counts(): MarginCounts {
    return { before: [...this.#before], after: [...this.#after] }
  }
}

const bucketOf = (bps: number): number => Math.min(Math.max(Math.floor((bps - MARGIN_FROM_BPS) / MARGIN_STEP_BPS), 0), MARGIN_BUCKETS - 1)
