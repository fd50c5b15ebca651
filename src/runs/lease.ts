/** Freshness of a partition's prices: promised for 5 s, renewed every second by a commit. */
export const LEASE = { leaseMs: 5000, renewLeaseMs: 1000 } as const
