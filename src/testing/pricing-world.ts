import type { BoltWrapper } from '../engine/kernel/bolt.ts'
import type { Step } from '../engine/kernel/program.ts'
import type { Place } from '../engine/pricing/bolts/normalise.ts'
import type { PricingEvent, StoreHistory } from '../engine/pricing/events.ts'
import { type PipelineSetting, PricingPipeline } from '../engine/pricing/pipeline.ts'
import { DEFAULT_POLICY, type PricingPolicy } from '../engine/pricing/policy.ts'
import type { PublishedPrice } from '../engine/pricing/ports.ts'

/** A Friday, 10:00 in Kolkata. */
export const MORNING = 1_795_840_200_000

export const MINUTE_MS = 60_000
export const HOUR_MS = 3_600_000

/** A compact decision, by name. */
export interface DecisionRow {
  readonly sku: string
  readonly store: string
  readonly priceMinor: number | null
  readonly version: number
  readonly discountBps: number
  readonly marginBps: number | null
  readonly floorMinor: number | null
  readonly costVersion: number
  readonly reason: string
  readonly events: number
  readonly onHand: number
  readonly worstUnitMinor?: number
}

/** Fields of the order record that a batch of the world is asked about. */
export interface OrderFields {
  readonly folded: number
  readonly deduplicated: readonly number[]
  readonly quarantined: readonly number[]
}

type Envelope = Partial<PricingEvent>

/** One partition of the real pipeline, fed with events by hand: given events, when an event, then these lines. */
export class PricingWorld {
  pipeline: PricingPipeline
  now = MORNING
  lines: string[] = []
  /** Published by the last batch. */
  published: readonly PublishedPrice[] = []
  order: OrderFields = { folded: 0, deduplicated: [], quarantined: [] }
  readonly #setting: PipelineSetting
  #offset = 0
  #batch = 0
  #ids = 0

  constructor(policy: Partial<PricingPolicy> = {}, stores: readonly string[] = ['S01'], wrap?: BoltWrapper, place: Place = { partition: 0, partitions: 1 }) {
    this.#setting = { ...place, policy: { ...DEFAULT_POLICY, ...policy }, stores, wrap }
    this.pipeline = new PricingPipeline(this.#setting)
  }

  /** Offset of the next record. */
  get nextOffset(): number {
    return this.#offset
  }

  /** One batch; returns what it wrote. */
  batch(records: readonly string[]): string[] {
    const step = this.pipeline.step(records, this.#offset, this.#batch++, this.now)
    this.#offset += records.length + step.lines.length + 1
    return this.#note(step)
  }

  /** The decisions of the last batch. */
  get rows(): DecisionRow[] {
    return rowsOf(this.lines)
  }

  /** The last batch's lines of a topic, explanations not among the decisions. */
  said(topic: string): Record<string, any>[] {
    return this.lines.map((line) => JSON.parse(line)).filter((line) => line.topic === topic && !line.explanation)
  }

  get explanations(): Record<string, any>[] {
    return this.lines.map((line) => JSON.parse(line).explanation).filter((explanation) => explanation !== undefined)
  }

  /** Goes on with a pipeline that knows nothing but what this one saves. */
  reopen(): void {
    const saved = structuredClone(this.pipeline.save())
    this.pipeline = new PricingPipeline(this.#setting)
    this.pipeline.load(saved)
  }

  send(...events: readonly Envelope[]): DecisionRow[] {
    return rowsOf(this.batch(events.map((event) => JSON.stringify(this.event(event)))))
  }

  tick(afterMs: number): DecisionRow[] {
    this.now += afterMs
    return rowsOf(this.batch([]))
  }

  event(event: Envelope): PricingEvent {
    return { topic: 'sales_events', id: `e-${this.#ids++}`, type: 'sale', sku: 'SKU-1', ts: this.now, source: 'test', receivedAt: this.now, schemaVersion: 1, data: {}, ...event }
  }

  /** What a catalogue says of a SKU: base 100.00, cost 50.00, hence a floor of 71.43. */
  skuFacts(more: Record<string, unknown>, stores: readonly StoreHistory[]): Record<string, unknown> {
    return { name: 'n', category: 'shoes', brand: 'b', vendor: 'v', currency: 'INR', baseMinor: 10_000, costMinor: 5_000, logisticsMinor: 0, tax: { mode: 'excluded' }, stores, ...more }
  }

  seed(sku: Record<string, unknown> = {}, stores: readonly StoreHistory[] = [[500, 5]], name = 'SKU-1'): DecisionRow[] {
    return this.send({ topic: 'catalog', type: 'sku_seeded', sku: name, data: this.skuFacts(sku, stores) })
  }

  /** A rule for all SKUs in its scope; the rows are those of the tick that applies it. */
  promote(promotion: Record<string, unknown>, type = 'promotion_created'): DecisionRow[] {
    const full = { id: 'promo-1', label: 'promo', scope: {}, ...promotion }
    this.send({ topic: 'promo_rules', type, sku: undefined, data: { promotion: full } })
    return this.tick(1)
  }

  endPromotion(promotionId: string): DecisionRow[] {
    this.send({ topic: 'promo_rules', type: 'promotion_ended', sku: undefined, data: { promotionId } })
    return this.tick(1)
  }

  sell(qty: number, store = 'S01', more: Envelope = {}): DecisionRow[] {
    return this.send({ topic: 'sales_events', type: 'sale', store, data: { qty, unitPriceMinor: 9000 }, ...more })
  }

  view(store = 'S01', more: Envelope = {}): DecisionRow[] {
    return this.send({ topic: 'demand_events', type: 'view', store, data: { channel: 'app', segment: 'all' }, ...more })
  }

  /** A movement of stock: received, written_off, reserved, released. */
  move(type: string, qty: number, store = 'S01', more: Envelope = {}): DecisionRow[] {
    return this.send({ topic: 'inventory_events', type, store, data: { qty, reservationId: 'r-1', orderId: 'o-1' }, ...more })
  }

  count(onHand: number, store = 'S01', more: Envelope = {}): DecisionRow[] {
    return this.send({ topic: 'inventory_events', type: 'stock_counted', store, data: { onHand }, ...more })
  }

  cost(costMinor: number, data: Record<string, unknown> = {}, more: Envelope = {}): DecisionRow[] {
    return this.send({ topic: 'vendor_cost_updates', type: 'cost_changed', data: { vendor: 'v', costMinor, currency: 'INR', ...data }, ...more })
  }

  review(accept: boolean, more: Envelope = {}): DecisionRow[] {
    return this.send({ topic: 'price_overrides', type: 'cost_reviewed', data: { accept }, ...more })
  }

  competitor(priceMinor: number, more: Envelope = {}): DecisionRow[] {
    return this.send({ topic: 'competitor_prices', type: 'competitor_price_seen', data: { competitor: 'c', priceMinor, observedAt: this.now }, ...more })
  }

  override(priceMinor: number, forMs: number): DecisionRow[] {
    return this.send({ topic: 'price_overrides', type: 'price_overridden', data: { priceMinor, role: 'buyer', until: this.now + forMs } })
  }

  #note({ lines, extra, outputs }: Step<PublishedPrice>): string[] {
    this.lines = [...lines]
    this.published = [...outputs]
    this.order = { deduplicated: [], quarantined: [], ...JSON.parse(`{${extra.slice(1)}}`) }
    return this.lines
  }
}

export function rowsOf(lines: readonly string[]): DecisionRow[] {
  return lines.flatMap((line) => (line.includes('"decisions":') ? (JSON.parse(line).decisions as unknown[][]).flatMap(toRows) : []))
}

function toRows([sku, priceMinor, discountBps, marginBps, floorMinor, costVersion, reason, stores, worstUnitMinor]: unknown[]): DecisionRow[] {
  const decided = { sku, priceMinor, discountBps, marginBps, floorMinor, costVersion, reason, worstUnitMinor }
  return (stores as unknown[][]).map(([store, version, events, onHand]) => ({ ...decided, store, version, events, onHand }) as DecisionRow)
}
