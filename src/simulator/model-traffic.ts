import type { Random } from '../engine/kernel/random.ts'

const STORES = 2
const SKUS = 4

export const MODEL_STORES: readonly string[] = Array.from({ length: STORES }, (_, store) => `S${store + 1}`)
export const MODEL_SKUS: readonly string[] = Array.from({ length: SKUS }, (_, sku) => `SKU-${sku + 1}`)

/** Events from a seed: few SKUs, so that everything that can meet does meet. */
export class ModelTraffic {
  readonly #random: Random
  handed = 0

  constructor(random: Random) {
    this.#random = random
  }

  /** The records that stand before all traffic. */
  seeds(now: number): string[] {
    const skus = MODEL_SKUS.map((sku) => this.#line('catalog', 'sku_seeded', `seed-${sku}`, sku, undefined, now, this.#facts()))
    const promotion = { id: 'flash', kind: 'flash-sale', label: 'flash', scope: {}, offBps: this.#random.between(1000, 4500), startsAt: now + 2000, endsAt: now + 5000 }
    const tiers = { id: 'tiers', kind: 'tiered', label: 'tiers', scope: { skus: ['SKU-1'] }, tiers: [{ minQty: 1, offBps: 500 }, { minQty: 6, offBps: 3500 }] }
    const rules = [promotion, tiers].map((rule) => this.#line('promo_rules', 'promotion_created', `seed-${rule.id}`, undefined, undefined, now, { promotion: rule }))
    return [...rules, ...skus]
  }

  next(now: number): string {
    const sku = this.#random.pick(MODEL_SKUS)
    const store = this.#random.pick(MODEL_STORES)
    const id = `g1-0-${this.handed++}`
    const ts = now - this.#random.below(40)
    const dice = this.#random.below(100)
    if (dice < 35) return this.#line('demand_events', this.#random.pick(['view', 'cart_add', 'cart_remove']), id, sku, store, ts, { channel: 'app', segment: 'all' }, now)
    if (dice < 65) return this.#line('sales_events', 'sale', id, sku, store, ts, { qty: this.#random.between(1, 4), unitPriceMinor: 9000, channel: 'app', segment: 'all', orderId: `o${id}` }, now)
    if (dice < 80) return this.#stock(id, sku, store, ts, now)
    if (dice < 88) return this.#line('competitor_prices', 'competitor_price_seen', id, sku, undefined, ts, { competitor: 'c', priceMinor: this.#random.between(6000, 14_000), observedAt: ts }, now)
    return this.#cost(id, sku, ts, now)
  }

  #facts() {
    const baseMinor = this.#random.between(5000, 20_000)
    const costMinor = Math.floor((baseMinor * this.#random.between(40, 72)) / 100)
    const tax = this.#random.pick([{ mode: 'excluded' }, { mode: 'inclusive', rateBps: 1800 }, { mode: 'flat', amountMinor: 200 }])
    const stores = MODEL_STORES.map(() => [this.#random.between(20, 800), this.#random.between(1, 40)])
    return { name: 'n', category: 'c', brand: 'b', vendor: 'v', currency: 'INR', baseMinor, costMinor, logisticsMinor: this.#random.below(500), tax, stores }
  }

  #stock(id: string, sku: string, store: string, ts: number, now: number): string {
    const type = this.#random.pick(['received', 'reserved', 'released', 'written_off', 'stock_counted'])
    const data = type === 'stock_counted' ? { onHand: this.#random.below(900) } : { qty: this.#random.between(1, 9), reservationId: `r${id}`, orderId: `o${id}` }
    return this.#line('inventory_events', type, id, sku, store, ts, data, now)
  }

  /** Ordinary changes, slips of a decimal point, foreign money, costs of tomorrow, and verdicts on what waits. */
  #cost(id: string, sku: string, ts: number, now: number): string {
    const dice = this.#random.below(10)
    if (dice === 0) return this.#line('price_overrides', 'cost_reviewed', id, sku, undefined, ts, { accept: this.#random.chance(0.3) }, now)
    if (dice === 1) return this.#line('price_overrides', 'price_overridden', id, sku, undefined, ts, { priceMinor: this.#random.between(4000, 15_000), role: 'buyer', until: now + 5000 }, now)
    const costMinor = Math.max(1, Math.floor(this.#random.between(3000, 9000) * (dice === 2 ? 100 : dice === 3 ? 0.01 : 1)))
    const effective = dice === 4 ? { effectiveFrom: now + this.#random.between(100, 4000) } : {}
    const currency = dice === 5 ? 'USD' : 'INR'
    return this.#line('vendor_cost_updates', 'cost_changed', id, sku, undefined, ts, { vendor: 'v', costMinor, currency, ...effective }, now)
  }

  #line(topic: string, type: string, id: string, sku: string | undefined, store: string | undefined, ts: number, data: object, receivedAt = ts): string {
    return JSON.stringify({ topic, id, type, sku, store, ts, source: 'model', receivedAt, schemaVersion: 1, data })
  }
}
