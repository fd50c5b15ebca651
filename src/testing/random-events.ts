import fc from 'fast-check'
import { DEFAULT_POLICY, type PricingPolicy } from '../engine/pricing/policy.ts'
import { MORNING } from './pricing-world.ts'

export const RANDOM_STORES: readonly string[] = ['S01', 'S02']
const SKUS = ['SKU-1', 'SKU-2', 'SKU-3']

/** What reaches the pipeline next: so much later, this record, and whether the pipeline is restarted before. */
export interface Happening {
  readonly gapMs: number
  readonly restart: boolean
  /** Null: a tick. `ts` and times of effect are still relative to the moment. */
  readonly event: RandomEvent | null
}

export interface RandomEvent {
  readonly topic: string
  readonly type: string
  readonly sku?: string
  readonly store?: string
  readonly id?: string
  readonly lateMs: number
  readonly data: Readonly<Record<string, unknown>>
}

const choose = fc.constantFrom
const qty = fc.integer({ min: 1, max: 60 })
const bps = fc.nat(5000)
const soon = fc.integer({ min: -200, max: 3000 })

const tax = fc.oneof(
  fc.constant({ mode: 'excluded' }),
  fc.record({ mode: fc.constant('inclusive'), rateBps: choose(500, 1800, 2800, 24_000) }),
  fc.record({ mode: fc.constant('flat'), amountMinor: fc.nat(900) }),
)

/** A SKU as the catalogue has it; some cannot be sold at a profit at all. */
export const skuFacts = fc.record(
  {
    currency: fc.constant('INR'),
    category: choose('shoes', 'books'),
    baseMinor: fc.oneof(fc.integer({ min: 1, max: 20_000 }), choose(9_999, 10_000, 2 ** 46)),
    costMinor: fc.integer({ min: 1, max: 9_000 }),
    logisticsMinor: fc.nat(500),
    tax,
    mapMinor: fc.integer({ min: 1, max: 12_000 }),
    stores: fc.tuple(fc.tuple(fc.nat(900), fc.nat(40)), fc.tuple(fc.nat(900), fc.nat(40))),
  },
  { requiredKeys: ['currency', 'category', 'baseMinor', 'costMinor', 'logisticsMinor', 'tax', 'stores'] },
)

const promotion = fc
  .record({
    id: choose('a', 'b', 'c', 'd'),
    label: fc.constant('deal'),
    scope: fc.oneof(fc.constant({}), fc.record({ skus: fc.subarray(SKUS) }), fc.record({ categories: fc.subarray(['shoes', 'books']) })),
    terms: fc.oneof(
      fc.record({ kind: choose('percent-off', 'flash-sale'), offBps: bps }),
      fc.record({ kind: fc.constant('amount-off'), offMinor: fc.nat(9000) }),
      fc.record({ kind: fc.constant('tiered'), tiers: fc.array(fc.record({ minQty: fc.integer({ min: 1, max: 9 }), offBps: bps }), { minLength: 1, maxLength: 3 }) }),
      fc.record({ kind: fc.constant('overstock-clearance'), offBps: bps, coverHours: choose(1, 100) }),
    ),
    schedule: fc.oneof(fc.constant({}), fc.record({ startsIn: soon, endsIn: soon })),
  })
  .map(({ terms, schedule, ...common }) => ({ promotion: { ...common, ...terms }, ...schedule }))

const ofItem = (topic: string, type: fc.Arbitrary<string>, data: fc.Arbitrary<object>) => ({ topic: fc.constant(topic), type, sku: choose(...SKUS), store: choose(...RANDOM_STORES), data })
const ofSku = (topic: string, type: string, data: fc.Arbitrary<object>) => ({ topic: fc.constant(topic), type: fc.constant(type), sku: choose(...SKUS), data })
const lateMs = fc.oneof(fc.constant(0), fc.nat(900))
/** Few enough ids to meet again; most events have one of their own. */
const id = fc.option(choose('x', 'y', 'z'), { nil: undefined, freq: 6 })
const record = (shape: Record<string, fc.Arbitrary<unknown>>, weight: number) => ({ weight, arbitrary: fc.record({ id, lateMs, ...shape }) as unknown as fc.Arbitrary<RandomEvent> })

const costMinor = fc.oneof(fc.integer({ min: 1, max: 9_000 }), choose(90_000, 3))
const costs = fc.record({ vendor: fc.constant('v'), costMinor, currency: choose('INR', 'INR', 'INR', 'USD'), effectiveIn: fc.option(soon, { nil: undefined }) })

const event = fc.oneof(
  record(ofItem('sales_events', fc.constant('sale'), fc.record({ qty, unitPriceMinor: fc.nat(9000) })), 4),
  record(ofItem('demand_events', choose('view', 'cart_add', 'cart_remove'), fc.constant({})), 4),
  record(ofItem('inventory_events', fc.constant('stock_counted'), fc.record({ onHand: fc.nat(900) })), 2),
  record(ofItem('inventory_events', choose('received', 'written_off', 'reserved', 'released'), fc.record({ qty, reservationId: fc.constant('r') })), 2),
  record(ofSku('vendor_cost_updates', 'cost_changed', costs), 6),
  record(ofSku('competitor_prices', 'competitor_price_seen', fc.record({ priceMinor: fc.integer({ min: 1, max: 12_000 }) })), 4),
  record(ofSku('price_overrides', 'price_overridden', fc.record({ priceMinor: fc.integer({ min: 1, max: 25_000 }), untilIn: soon })), 2),
  record(ofSku('price_overrides', 'cost_reviewed', fc.record({ accept: fc.boolean() })), 2),
  record({ topic: fc.constant('promo_rules'), type: choose('promotion_created', 'promotion_changed'), data: promotion }, 4),
  record({ topic: fc.constant('promo_rules'), type: fc.constant('promotion_ended'), data: fc.record({ promotionId: choose('a', 'b', 'c', 'd') }) }, 1),
  record(ofItem('sales_events', fc.constant('sale'), fc.constant({ qty: -1 })), 1),
)

/** A catalogue of three SKUs and what happens to it. */
export const story = fc.record({
  skus: fc.tuple(skuFacts, skuFacts, skuFacts).map((all) => all.map((facts, index) => ({ sku: SKUS[index], facts }))),
  happenings: fc.array(
    fc.record({ gapMs: fc.oneof(fc.nat(80), fc.nat(2500)), restart: fc.boolean(), event: fc.option(event, { freq: 8 }) }) as fc.Arbitrary<Happening>,
    { minLength: 1, maxLength: 60, size: 'max' },
  ),
})

/** The event as it is sent at `now`: what was relative becomes a time. */
export function sentAt({ lateMs: late, data, ...rest }: RandomEvent, now: number): Record<string, unknown> {
  const { effectiveIn, untilIn, startsIn, endsIn, promotion: rule, ...plain } = data as Record<string, any>
  const at = (inMs: number | undefined) => (inMs === undefined ? undefined : now + inMs)
  const times = { effectiveFrom: at(effectiveIn), until: at(untilIn), promotion: rule && { ...rule, startsAt: at(startsIn), endsAt: at(endsIn) } }
  const { id: repeated, ...named } = rest
  return { sku: undefined, ...named, ...(repeated === undefined ? {} : { id: repeated }), ts: Math.max(MORNING, now - late), data: { ...plain, ...times } }
}

export const policies: fc.Arbitrary<PricingPolicy> = fc
  .record({
    floorMarginBps: choose(0, 1500, 3000, 7000),
    minProfitMinor: choose(0, 0, 700),
    ladderBps: choose(1, 130, 500),
    ending: choose({ everyMinor: 1, endMinor: 0 }, { everyMinor: 100, endMinor: 99 }, { everyMinor: 10, endMinor: 0 }),
    surge: fc.record({ upBps: choose(500, 2000), ratio: choose(1, 2), minUnits: choose(1, 10), aboveBase: fc.boolean() }),
    competitor: fc.record({ match: fc.boolean(), decisionsPerSecond: choose(1, 4, 100) }),
    validForMs: choose(2000, 86_400_000),
  })
  .map((changes) => ({ ...DEFAULT_POLICY, dedupeWindowMs: 2000, ...changes }))
