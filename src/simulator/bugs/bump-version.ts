import type { BoltState } from '../../engine/kernel/bolt.ts'
import type { PublishState } from '../../engine/pricing/bolts/publish.ts'

/** The place of the version among the fields of a published item. */
const VERSION = 2

export function bump(state: BoltState, item: number, by: number): void {
  const { items } = state as PublishState
  items.set(item, VERSION, Math.max(0, items.get(item, VERSION) + by))
}
