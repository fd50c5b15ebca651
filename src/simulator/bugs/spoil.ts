import type { Bolt, BoltState, BoltWrapper } from '../../engine/kernel/bolt.ts'
import type { Tuple } from '../../engine/pricing/tuple.ts'

type PricingBolt = Bolt<BoltState, Tuple>

/** A wrapper that spoils the one bolt of that name and leaves the others alone. */
export function spoil(name: string, change: (bolt: PricingBolt) => Partial<PricingBolt>): BoltWrapper {
  return (bolt) => (bolt.name === name ? { ...bolt, ...(change(bolt as unknown as PricingBolt) as object) } : bolt)
}
