import type { PricingEvent, StoreHistory } from '../engine/pricing/events.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { DEFAULT_POLICY, type PricingPolicy } from '../engine/pricing/policy.ts'

/** A Friday, 10:00 in Kolkata. */
export const MORNING = 1_795_840_200_000

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

/** One partition of the real pipeline, fed with events by hand: given events, when an event, then these lines. */
export class PricingWorld {
  readonly pipeline: PricingPipeline
  now = MORNING
  lines: string[] = []
  #offset = 0
  #batch = 0
  #ids = 0

  constructor(policy: Partial<PricingPolicy> = {}, stores: readonly string[] = ['S01']) {
    this.pipeline = new PricingPipeline({ partition: 0, policy: { ...DEFAULT_POLICY, ...policy }, stores: stores })
  }

  /** One batch; returns what it wrote. */
  batch(records: readonly string[]): string[] {
    const step = this.pipeline.step(records, this.#offset, this.#batch++, this.now)
    this.#offset += records.length + step.lines.length + 1
    this.lines = [...step.lines]
    return this.lines
  }

  send(...events: readonly Partial<PricingEvent>[]): DecisionRow[] {
    return rowsOf(this.batch(events.map((event) => JSON.stringify(this.event(event)))))
  }

  tick(afterMs: number): DecisionRow[] {
    this.now += afterMs
    return rowsOf(this.batch([]))
  }

  event(event: Partial<PricingEvent>): PricingEvent {
    return { topic: 'sales_events', id: `e-${this.#ids++}`, type: 'sale', sku: 'SKU-1', ts: this.now, source: 'test', receivedAt: this.now, schemaVersion: 1, data: {}, ...event }
  }

  seed(sku: Record<string, unknown> = {}, stores: readonly StoreHistory[] = [[500, 5]], name = 'SKU-1'): DecisionRow[] {
    const facts = { name, category: 'shoes', brand: 'b', vendor: 'v', currency: 'INR', baseMinor: 10_000, costMinor: 5_000, logisticsMinor: 0, tax: { mode: 'excluded' } }
    return this.send({ topic: 'catalog', type: 'sku_seeded', sku: name, data: { ...facts, stores, ...sku } })
  }

  promote(promotion: Record<string, unknown>): DecisionRow[] {
    const full = { id: 'promo-1', label: 'promo', scope: {}, ...promotion }
    this.send({ topic: 'promo_rules', type: 'promotion_created', sku: undefined, data: { promotion: full } })
    return this.tick(1)
  }

  sell(qty: number, store = 'S01'): DecisionRow[] {
    return this.send({ topic: 'sales_events', type: 'sale', store, data: { qty, unitPriceMinor: 9000 } })
  }

  cost(costMinor: number, more: Record<string, unknown> = {}): DecisionRow[] {
    return this.send({ topic: 'vendor_cost_updates', type: 'cost_changed', data: { vendor: 'v', costMinor, currency: 'INR', ...more } })
  }
}

export function rowsOf(lines: readonly string[]): DecisionRow[] {
  return lines.flatMap((line) => (line.includes('"decisions":') ? (JSON.parse(line).decisions as unknown[][]).flatMap(toRows) : []))
}

function toRows([sku, priceMinor, discountBps, marginBps, floorMinor, costVersion, reason, stores, worstUnitMinor]: unknown[]): DecisionRow[] {
  const decided = { sku, priceMinor, discountBps, marginBps, floorMinor, costVersion, reason, worstUnitMinor }
  return (stores as unknown[][]).map(([store, version, events, onHand]) => ({ ...decided, store, version, events, onHand }) as DecisionRow)
}
