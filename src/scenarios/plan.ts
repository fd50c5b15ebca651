import { Random } from '../engine/kernel/random.ts'
import { shuffled } from './market.ts'
import { FEEDS, type FeedKind, type Scenario } from './scenario.ts'
import { dueBy } from './shapes/registry.ts'

/** How many events the schedule has, before one of them is made. */
export interface Plan {
  readonly total: number
  readonly byKind: Readonly<Record<FeedKind, number>>
}

/** Feeds come in rounds of this many events: a hundredth of a percent is the finest share. */
const ROUND_EVENTS = 10_000

/** The feed of each event: rounds with exactly the shares of the mix, each in the same seeded disorder. */
export class FeedOrder {
  readonly #round: Uint8Array

  constructor({ seed, traffic }: Scenario) {
    const counts = apportion(FEEDS.map((kind) => traffic.mix[kind]), ROUND_EVENTS)
    const sorted = Uint8Array.from(counts.flatMap((count, feed) => Array<number>(count).fill(feed)))
    const order = shuffled(ROUND_EVENTS, new Random(seed).fork('feed-order'))
    this.#round = sorted.map((_, place) => sorted[order[place]])
  }

  /** The index in FEEDS of the n-th event's feed. */
  feedOf(n: number): number {
    return this.#round[n % ROUND_EVENTS]
  }

  /** How many of the first `total` events each feed sends. */
  counts(total: number): readonly number[] {
    const inPart = countFeeds(this.#round.subarray(0, total % ROUND_EVENTS))
    const rounds = Math.floor(total / ROUND_EVENTS)
    return countFeeds(this.#round).map((count, feed) => count * rounds + inPart[feed])
  }
}

/** Up to and including `untilMs`: a run that was stopped had no more to send. */
export function planOf(scenario: Scenario, untilMs = scenario.durationMs): Plan {
  const total = dueBy(scenario.traffic.shape, Math.min(untilMs, scenario.durationMs), scenario.durationMs)
  const counts = new FeedOrder(scenario).counts(total)
  const byKind = Object.fromEntries(FEEDS.map((kind, feed) => [kind, counts[feed]])) as Record<FeedKind, number>
  return { total, byKind }
}

function countFeeds(feeds: Uint8Array): number[] {
  const counts = FEEDS.map(() => 0)
  for (const feed of feeds) counts[feed]++
  return counts
}

/** Whole numbers that add up to `total` and are as near to the shares as can be (largest remainder). */
export function apportion(shares: readonly number[], total: number): number[] {
  const sum = shares.reduce((a, b) => a + b, 0)
  const exact = shares.map((share) => (share * total) / sum)
  const counts = exact.map(Math.floor)
  const byRemainder = shares.map((_, index) => index).sort((a, b) => exact[b] - counts[b] - (exact[a] - counts[a]) || a - b)
  const missing = total - counts.reduce((a, b) => a + b, 0)
  for (const index of byRemainder.slice(0, missing)) counts[index]++
  return counts
}
