/** The feeds of the simulated market, by the words that faults and scenarios have for them. */
export const FEED_NAMES = ['demand', 'sales', 'inventory', 'competitor', 'cost', 'rules'] as const
export type FeedName = (typeof FEED_NAMES)[number]
