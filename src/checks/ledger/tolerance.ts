/** What time and chance may take where no fault is in the way: as little as the run's target can keep to. */
export interface Tolerance {
  /** So long after its end a fault may be felt, and so long a partition may stand still at any time. */
  readonly healMs: number
  /** From a partition's next commit until every reader's cache, and the store, have what the one before it published. */
  readonly cachedWithinMs: number
  readonly storedWithinMs: number
  /** So many reads in ten thousand may go without an answer, beyond the first few. */
  readonly unansweredMax: { readonly of10000: number; readonly first: number }
}

/**
 * Threads of one process, on one clock: a batch is in cache and store before the next one looks at the time, which is
 * kept in whole milliseconds. Nobody's answer can be late. To heal takes twice a lease at most.
 */
export const EMBEDDED: Tolerance = { healMs: 10_000, cachedWithinMs: 1, storedWithinMs: 1, unansweredMax: { of10000: 0, first: 0 } }

/** The same with a store that is written behind the commits, by the next one after 250 ms: an idle partition has one a second. */
export const EMBEDDED_WRITTEN_BEHIND: Tolerance = { ...EMBEDDED, storedWithinMs: 1_500 }

/**
 * Servers. They start again, elect leaders and wait for sessions to run out, so to heal takes as long as a recovery may.
 * A batch is in the cache before the next one, but clocks of machines differ. The store is written behind the commits,
 * as above, and a write takes its time. Now and then either is slower than a reader waits.
 */
export const SERVERS: Tolerance = { healMs: 30_000, cachedWithinMs: 50, storedWithinMs: 2_000, unansweredMax: { of10000: 100, first: 5 } }
