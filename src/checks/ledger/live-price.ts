import type { ItemBook } from './books.ts'
import type { Ledger } from './ledger.ts'
import { LEASE_MS, LOOKING_MS } from './looking.ts'
import type { PublishedPrice } from './price-timeline.ts'

/** What the store may have held of the item when somebody looked at `now`, if nothing kept it from being written. */
export function storedVersions(ledger: Ledger, item: ItemBook, now: number): readonly PublishedPrice[] {
  return heldSince(storedBy(ledger, now), ledger, item, now)
}

/** The newest commit whose prices the store must have at `now`. */
export function storedBy({ commits, tolerance }: Ledger, now: number): number {
  return commits.settledAt(now - tolerance.storedWithinMs)
}

/** Whether the cache must have held a price that could be served: published by then, still valid, and under a live lease. */
export function hadLivePrice(ledger: Ledger, item: ItemBook, now: number): boolean {
  const settledAt = ledger.commits.settledAt(now - ledger.tolerance.cachedWithinMs)
  if (settledAt + LEASE_MS < now) return false
  const held = heldSince(settledAt, ledger, item, now)
  return held.length > 0 && held[0].at <= settledAt && held.every(({ version, priceMinor }) => priceMinor !== null && now <= (item.prices.validUntil(version) ?? -Infinity))
}

function heldSince(settledAt: number, { commits }: Ledger, { prices }: ItemBook, now: number): readonly PublishedPrice[] {
  return prices.between(settledAt, commits.newestAt(now + LOOKING_MS))
}
