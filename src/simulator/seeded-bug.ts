import type { BoltWrapper } from '../engine/kernel/bolt.ts'
import type { Checkpoints, EventLog } from '../engine/kernel/ports.ts'
import type { PricingPolicy } from '../engine/pricing/policy.ts'
import type { PriceCache } from '../engine/pricing/ports.ts'

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
  /** Made anew for each world, because some bugs count. */
  readonly wrap?: () => BoltWrapper
  readonly log?: (log: EventLog) => EventLog
  readonly checkpoints?: (checkpoints: Checkpoints) => Checkpoints
  readonly cache?: (cache: PriceCache) => PriceCache
}
