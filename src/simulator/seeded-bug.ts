import type { BoltWrapper } from '../engine/kernel/bolt.ts'
import type { Checkpoints, EventLog, Projection } from '../engine/kernel/ports.ts'
import type { Program } from '../engine/kernel/program.ts'
import type { RunnerOptions } from '../engine/kernel/runner.ts'
import type { PricingPolicy } from '../engine/pricing/policy.ts'
import type { PriceCache, PriceStore, PublishedPrice } from '../engine/pricing/ports.ts'
import type { PriceReader } from '../engine/pricing/price-reader.ts'
import type { BrokerTerms } from './model-log.ts'
import type { SentCounts } from './producers.ts'

/** Whoever answers shoppers. */
export type PriceSource = Pick<PriceReader, 'read'>

/**
 * A mistake planted on purpose, to test the checks. It wraps what is there; the engine knows nothing of it.
 * One file a bug, one line in the registry.
 */
export interface SeededBug {
  readonly name: string
  readonly summary: string
  /** The invariant that must fail. */
  readonly caughtBy: string
  readonly policy?: Partial<PricingPolicy>
  /** What the modelled brokers promise: `{ fences: false }` lets an old owner commit. */
  readonly broker?: Partial<BrokerTerms>
  readonly runner?: Partial<Pick<RunnerOptions, 'leaseMs' | 'renewLeaseMs' | 'checkpointEveryMs'>>
  /** Made anew for each world, because some bugs count. */
  readonly wrap?: () => BoltWrapper
  /** Once for each program that a worker starts or restores. */
  readonly program?: (program: Program<PublishedPrice>) => Program<PublishedPrice>
  /** Once for each partition that a worker takes over. */
  readonly log?: (log: EventLog) => EventLog
  readonly projections?: (projections: readonly Projection<PublishedPrice>[]) => readonly Projection<PublishedPrice>[]
  /** Once a partition. */
  readonly checkpoints?: (checkpoints: Checkpoints) => Checkpoints
  /** Once a world: everybody's cache and store. */
  readonly cache?: (cache: PriceCache) => PriceCache
  readonly store?: (store: PriceStore) => PriceStore
  /** What the producer of each partition says of itself in the end. */
  readonly sent?: (counts: SentCounts) => SentCounts
  /** Once for each reader. */
  readonly reader?: (reader: PriceSource) => PriceSource
}
