import type { Random } from '../engine/kernel/random.ts'
import { DEFAULT_POLICY, type PricingPolicy } from '../engine/pricing/policy.ts'
import type { Promotion } from '../engine/pricing/promotions/promotion.ts'
import { PARTITIONS_MAX, WORKERS_MAX } from './faults/kinds.ts'
import type { FeedName } from './feeds.ts'

/** What a world takes from a scenario; everything else is drawn from the seed. */
export interface WorldTerms {
  /** Virtual start, epoch ms. */
  readonly startsAt: number
  readonly trafficMs: number
  readonly policy: PricingPolicy
  readonly promotions: readonly Promotion[]
  /** Shares by feed. */
  readonly mix: Readonly<Record<FeedName, number>>
}

const STARTS_AT = 1_795_840_200_000

/** A world of its own accord: everything that can meet does meet. */
export const DEFAULT_TERMS: WorldTerms = {
  startsAt: STARTS_AT,
  trafficMs: 30_000,
  policy: DEFAULT_POLICY,
  promotions: [
    { id: 'flash', kind: 'flash-sale', label: 'flash', scope: {}, offBps: 2500, startsAt: STARTS_AT + 6000, endsAt: STARTS_AT + 18_000 },
    { id: 'tiers', kind: 'tiered', label: 'tiers', scope: { categories: ['c1'] }, tiers: [{ minQty: 1, offBps: 500 }, { minQty: 6, offBps: 3500 }] },
  ],
  mix: { demand: 0.45, sales: 0.33, inventory: 0.12, competitor: 0.04, cost: 0.05, rules: 0.01 },
}

/** What one seed makes of it. */
export interface WorldOptions {
  readonly partitions: number
  readonly workers: number
  readonly readers: number
  readonly skusAPartition: number
  readonly stores: number
  /** The log's records a batch, and how often a partition is looked after. */
  readonly batchRecordsMax: number
  readonly turnEveryMs: number
  readonly checkpointEveryMs: number
  /** A worker that has not been heard of for so long has lost its partitions. */
  readonly sessionMs: number
  /** The store is written before the cache and waited for, or behind the batches' backs. */
  readonly store: 'before' | 'behind'
  /** Events come one by one, or in bursts of this many. */
  readonly burst: number
  readonly readEveryMs: number
}

export function drawOptions(random: Random): WorldOptions {
  return {
    partitions: random.between(1, PARTITIONS_MAX),
    workers: random.between(2, WORKERS_MAX),
    readers: 2,
    skusAPartition: random.between(1, 3),
    stores: random.between(1, 3),
    batchRecordsMax: random.pick([5, 20, 50, 200]),
    turnEveryMs: random.pick([100, 200, 300, 400]),
    checkpointEveryMs: random.between(2000, 8000),
    sessionMs: random.between(500, 4000),
    store: random.pick(['before', 'behind'] as const),
    burst: random.pick([2, 4, 8, 30]),
    readEveryMs: random.pick([150, 250, 400]),
  }
}
