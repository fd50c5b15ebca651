/**
 * The events of the pipeline as they stand on the wire (JSON, one a line). docs/log-format.md lists every type;
 * money is in minor units, times are epoch milliseconds.
 */
export type InputTopic =
  | 'catalog'
  | 'sales_events'
  | 'demand_events'
  | 'inventory_events'
  | 'vendor_cost_updates'
  | 'competitor_prices'
  | 'promo_rules'
  | 'price_overrides'

export interface PricingEvent {
  readonly topic: InputTopic
  readonly id: string
  readonly type: string
  readonly sku?: string
  readonly store?: string
  readonly ts: number
  readonly source: string
  readonly receivedAt: number
  readonly schemaVersion: number
  readonly correlationId?: string
  readonly causationId?: string
  readonly data: Record<string, unknown>
}

/** Tax by the SKU's mode: contained in the price, a fixed amount a unit, or not part of the price at all. */
export type Tax =
  | { readonly mode: 'inclusive'; readonly rateBps: number }
  | { readonly mode: 'flat'; readonly amountMinor: number }
  | { readonly mode: 'excluded' }

/** One line of the catalogue. */
export interface Sku {
  readonly sku: string
  readonly name: string
  readonly category: string
  readonly brand: string
  readonly vendor: string
  readonly currency: string
  readonly baseMinor: number
  readonly costMinor: number
  readonly logisticsMinor: number
  readonly tax: Tax
  readonly mapMinor?: number
}

/** Stock and demand that a store starts with: on-hand units and the units an hour it has been selling. */
export type StoreHistory = readonly [onHand: number, unitsPerHour: number]
