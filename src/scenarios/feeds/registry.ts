import type { FeedKind } from '../scenario.ts'
import { competitor } from './competitor.ts'
import { cost } from './cost.ts'
import { demand } from './demand.ts'
import type { Feed } from './feed.ts'
import { inventory } from './inventory.ts'
import { rules } from './rules.ts'
import { sales } from './sales.ts'

/** Every feed of the traffic. */
export const FEED_SOURCES: Readonly<Record<FeedKind, Feed>> = { demand, sales, inventory, competitor, cost, rules }
