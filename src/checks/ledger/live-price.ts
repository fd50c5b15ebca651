import type { ItemBook } from './books.ts'
import type { Ledger } from './ledger.ts'
import { LEASE_MS, LOOKING_MS, PUBLISHED_WITHIN_MS } from './looking.ts'
import type { PublishedPrice } from './price-timeline.ts'

/** What a cache or a store may have held of the item when somebody looked at `now`, if nothing kept it from being written. */
export function heldVersions({ commits }: Ledger, { prices }: ItemBook, now: number): readonly PublishedPrice[] {
  return prices.between(settledBy(commits, now), commits.newestAt(now + LOOKING_MS))
}

/** Whether the cache must have held a price that could be served: published by then, still valid, and under a live lease. */
export function hadLivePrice(ledger: Ledger, item: ItemBook, now: number): boolean {
  const settledAt = settledBy(ledger.commits, now)
  if (settledAt + LEASE_MS < now) return false
  const held = heldVersions(ledger, item, now)
  return held.length > 0 && held[0].at <= settledAt && held.every(({ version, priceMinor }) => priceMinor !== null && now <= (item.prices.validUntil(version) ?? -Infinity))
}

const settledBy = (commits: Ledger['commits'], now: number): number => commits.settledAt(now - PUBLISHED_WITHIN_MS)
