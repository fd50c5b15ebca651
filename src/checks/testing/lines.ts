import { START, STORE } from './log-builder.ts'

/** What an input line holds beside its topic, type and data. */
interface Envelope {
  readonly id: string
  readonly sku?: string
  readonly store?: string
  readonly ts?: number
}

/** An input of any kind. */
export function event(topic: string, type: string, { id, sku, store, ts = START }: Envelope, data: object): object {
  return { topic, id, type, sku, store, ts, source: 'test', receivedAt: ts, schemaVersion: 1, data }
}

const PRODUCT = { name: 'A', category: 'c', brand: 'b', vendor: 'v', currency: 'INR', baseMinor: 10_000, costMinor: 6_000, logisticsMinor: 0, tax: { mode: 'excluded' } }

/** A SKU of base price 100.00 and cost 60.00, so that its margin floor of 30 % is at 85.72; 100 units in every store. */
export function seeded(sku = 'A', facts: object = {}, stores = 1): object {
  const stock = Array.from({ length: stores }, () => [100, 5])
  return event('catalog', 'sku_seeded', { id: `seed-${sku}`, sku }, { ...PRODUCT, stores: stock, ...facts })
}

type Movement = 'received' | 'written_off' | 'reserved' | 'released'

const aboutItem = (n: number): Envelope => ({ id: `g1-0-${n}`, sku: 'A', store: STORE })
const aboutSku = (n: number, ts = START): Envelope => ({ id: `g1-0-${n}`, sku: 'A', ts })

export const sale = (n: number, qty = 1, envelope: Partial<Envelope> = {}): object =>
  event('sales_events', 'sale', { ...aboutItem(n), ...envelope }, { qty, unitPriceMinor: 10_000, channel: 'app', segment: 'x', orderId: `o${n}` })

export const view = (n: number): object => event('demand_events', 'view', aboutItem(n), { channel: 'app', segment: 'x' })

export const counted = (n: number, onHand: number, ts = START): object => event('inventory_events', 'stock_counted', { ...aboutItem(n), ts }, { onHand })

export const moved = (n: number, type: Movement, qty: number): object =>
  event('inventory_events', type, aboutItem(n), { qty, reservationId: `r${n}`, orderId: `o${n}` })

interface CostFacts {
  readonly ts?: number
  readonly currency?: string
  readonly effectiveFrom?: number
}

export const costChanged = (n: number, costMinor: number, { ts, currency = 'INR', effectiveFrom }: CostFacts = {}): object =>
  event('vendor_cost_updates', 'cost_changed', aboutSku(n, ts), { vendor: 'v', costMinor, currency, effectiveFrom })

export const costReviewed = (n: number, accept: boolean, ts = START): object => event('price_overrides', 'cost_reviewed', aboutSku(n, ts), { accept })

/** A rule without a SKU of its own, unless one is given. */
export const ruled = (id: string, type: string, data: object): object => event('promo_rules', type, { id }, data)

export const overridden = (n: number, priceMinor: number, until: number): object => event('price_overrides', 'price_overridden', aboutSku(n), { priceMinor, role: 'buyer', until })

export const competitorSeen = (n: number, priceMinor = 9_900): object =>
  event('competitor_prices', 'competitor_price_seen', aboutSku(n), { competitor: 'c', priceMinor, observedAt: START })

/** What a test wants to say about a decision; the rest is the healthy first decision about `seeded()`. */
export interface RowFacts {
  readonly sku?: string
  readonly store?: string
  readonly priceMinor?: number | null
  readonly version?: number
  readonly floorMinor?: number | null
  readonly costVersion?: number
  readonly reason?: string
  readonly events?: number
  readonly onHand?: number
  readonly worstUnitMinor?: number
}

const FIRST_ROW = { sku: 'A', store: STORE, priceMinor: 10_000, version: 1, floorMinor: 8_572, costVersion: 1, reason: 'BASE_PRICE', events: 0, onHand: 100 }

export function row(facts: RowFacts = {}): unknown[] {
  const { sku, store, priceMinor, version, floorMinor, costVersion, reason, events, onHand, worstUnitMinor }: RowFacts = { ...FIRST_ROW, ...facts }
  const decided = [sku, priceMinor, 0, 4_000, floorMinor, costVersion, reason, [[store, version, events, onHand]]]
  return worstUnitMinor === undefined ? decided : [...decided, worstUnitMinor]
}

export const decisions = (cause: number | string, ...rows: readonly RowFacts[]): object => ({ topic: 'pricing_decisions', cause, rules: 1, decisions: rows.map(row) })

export const explained = (): object => ({ topic: 'pricing_decisions', explanation: { reasonCode: 'BASE_PRICE' } })

export const deadLetter = (cause: number, record: string): object => ({ topic: 'dead_letters', cause, from: null, code: 'no', message: 'no', record })

interface UpdateFacts {
  readonly sku?: string
  readonly store?: string
  readonly version?: number
  readonly priceMinor?: number | null
  readonly validUntil?: number
  readonly promotion?: string
}

const FIRST_UPDATE = { sku: 'A', store: STORE, version: 1, priceMinor: 10_000, currency: 'INR', validUntil: START + 86_400_000, floorMinor: 8_572, costVersion: 1 }

export const updated = (cause: number | string, facts: UpdateFacts = {}): object => ({ topic: 'price_updates', cause, ...FIRST_UPDATE, ...facts })
