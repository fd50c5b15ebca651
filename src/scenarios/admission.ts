import type { Draft } from './feeds/feed.ts'
import { STOCK_COUNTED } from './feeds/inventory.ts'
import type { Market } from './market.ts'
import { FEEDS, type FeedKind } from './scenario.ts'
import { dueBetween } from './shapes/registry.ts'

/**
 * How many times the limit must wait before a kind is rejected: what is missed least goes first. A view is folded into
 * its item's next decision anyway, and a rival's next price replaces the last one; a sale or a delivery is stock that
 * nobody knows of until the next count. Costs and rules are not in it: without them prices would not be safe.
 */
const LIMITS_BY_KIND: Readonly<Partial<Record<FeedKind, number>>> = { demand: 1, competitor: 1.25, sales: 1.5, inventory: 2 }
/** A buffer that is full would stop the schedule: what may be rejected leaves the last fifth of it to what may not. */
const PRESSURE_WHEN_FULL = 2.5
/** In all partitions together: what a few batches hold is no queue. */
const RECORDS_MIN = 1000

export type CountByKind = Record<FeedKind, number>

export const noCounts = (): CountByKind => Object.fromEntries(FEEDS.map((kind) => [kind, 0])) as CountByKind

/** What waits in front of a partition. */
export interface AdmissionIntake {
  /** Records that are not decided. */
  lagOf(partition: number): number
  /** Share of the producer's buffer that is taken. */
  filledOf(partition: number): number
}

/**
 * Admission control in front of the log: where a partition is further behind than the scenario allows, new events are
 * rejected instead of queued. Limits are in records, the same unit as the lag: as many as the schedule has within the
 * limit's time, just before or just ahead, whichever is more. Where the producer's buffer has less room than that, it is
 * the buffer that counts.
 */
export class Admission {
  /** By partition. */
  readonly rejected: readonly CountByKind[]
  readonly #market: Market
  readonly #lagMaxMs: number
  readonly #intake: AdmissionIntake
  readonly #shares: Float64Array
  #scheduled = 0
  #atMs = -1

  constructor(market: Market, lagMaxMs: number, intake: AdmissionIntake) {
    this.#market = market
    this.#lagMaxMs = lagMaxMs
    this.#intake = intake
    this.#shares = new Float64Array(market.scenario.partitions)
    market.partitions.forEach((partition, sku) => (this.#shares[partition] += market.skuShares[sku]))
    this.rejected = Array.from(this.#shares, noCounts)
  }

  /** Counts it where it answers yes. A stock count is never rejected: it sets right what movements left out. */
  rejects(kind: FeedKind, draft: Draft, partition: number, atMs: number): boolean {
    const limits = LIMITS_BY_KIND[kind]
    if (limits === undefined || this.#pressure(partition, atMs) <= limits) return false
    if (draft.afterId === STOCK_COUNTED.afterId) return false
    this.rejected[partition][kind]++
    return true
  }

  /** 1 where as much waits as may. */
  #pressure(partition: number, atMs: number): number {
    return Math.max(this.#intake.lagOf(partition) / this.#limit(partition, atMs), this.#intake.filledOf(partition) * PRESSURE_WHEN_FULL)
  }

  #limit(partition: number, atMs: number): number {
    if (atMs !== this.#atMs) this.#scheduled = Math.max(RECORDS_MIN, this.#scheduledAround(atMs))
    this.#atMs = atMs
    return this.#scheduled * this.#shares[partition]
  }

  #scheduledAround(atMs: number): number {
    const { traffic, durationMs } = this.#market.scenario
    const [before, ahead] = [atMs - this.#lagMaxMs, atMs].map((fromMs) => dueBetween(traffic.shape, fromMs, fromMs + this.#lagMaxMs, durationMs))
    return Math.max(before, ahead)
  }
}
