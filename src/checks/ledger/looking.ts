/**
 * A reader notes its `now` and then looks, so it may see what was committed while it looked. Nothing that is judged by
 * it can be wrong by more than this; a lease that a timer renews instead of a commit is found after it.
 */
export const LOOKING_MS = 250

/** So long a commit lets prices be served. */
export const LEASE_MS = 5_000

/** Last safe prices are told this long after their publication. */
export const STORE_AGE_MAX_MS = 600_000
