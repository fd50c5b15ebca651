import { promotionFault } from './promotions/promotion-fault.ts'
import type { InputTopic } from './events.ts'

/** How the pipeline treats a type of event, and what its data must hold. */
export interface EventType {
  readonly name: string
  readonly topic: InputTopic
  /** What it speaks about: one SKU in one store, one SKU everywhere, or the whole partition. */
  readonly about: 'item' | 'sku' | 'partition'
  /** Decided at once, or folded into the next decision. */
  readonly decided: 'at_once' | 'folded'
  /** The first thing wrong with the data, or undefined. Absent where nobody looks into them. */
  readonly fault?: (data: Record<string, unknown>) => string | undefined
}

type Check = (value: unknown) => boolean

const isMinor: Check = (value) => Number.isSafeInteger(value) && (value as number) >= 0
const isQuantity: Check = (value) => Number.isSafeInteger(value) && (value as number) > 0
const isText: Check = (value) => typeof value === 'string' && value !== ''
const isTime: Check = (value) => Number.isSafeInteger(value)
const isFlag: Check = (value) => typeof value === 'boolean'
const isAmount: Check = (value) => Number.isFinite(value) && (value as number) >= 0

const isTax: Check = (value) => {
  const { mode, rateBps, amountMinor } = (value ?? {}) as Record<string, unknown>
  return mode === 'excluded' || (mode === 'inclusive' && isMinor(rateBps)) || (mode === 'flat' && isMinor(amountMinor))
}

/** One [on hand, units an hour] a store. */
const isStores: Check = (value) => Array.isArray(value) && value.every((store) => Array.isArray(store) && isMinor(store[0]) && isAmount(store[1]))

type Terms = Omit<EventType, 'name'>

/** Fields that must be there; a name that ends in `?` may be missing. */
function fields(checks: Record<string, Check>): EventType['fault'] {
  const expected = Object.entries(checks).map(([name, check]) => (name.endsWith('?') ? { name: name.slice(0, -1), check: unless(check) } : { name, check }))
  return (data) => {
    for (const { name, check } of expected) if (!check(data[name])) return `data.${name} is ${JSON.stringify(data[name])?.slice(0, 40)}`
    return undefined
  }
}

const unless = (check: Check): Check => (value) => value === undefined || check(value)

const onItem = (topic: InputTopic, decided: EventType['decided'], fault?: EventType['fault']): Terms => ({ topic, about: 'item', decided, fault })
const onSku = (topic: InputTopic, fault: EventType['fault']): Terms => ({ topic, about: 'sku', decided: 'at_once', fault })
const onRules = (fault: EventType['fault']): Terms => ({ topic: 'promo_rules', about: 'partition', decided: 'at_once', fault })

const demand = onItem('demand_events', 'folded')
const movement = onItem('inventory_events', 'at_once', fields({ qty: isQuantity }))
const reservation = onItem('inventory_events', 'at_once', fields({ qty: isQuantity, reservationId: isText }))

/** Every type that version 1 of the schema knows. */
export const EVENT_TYPES: Readonly<Record<string, EventType>> = named({
  sku_seeded: onSku(
    'catalog',
    fields({ currency: isText, category: isText, baseMinor: isQuantity, costMinor: isMinor, logisticsMinor: isMinor, tax: isTax, 'mapMinor?': isMinor, stores: isStores }),
  ),
  sale: onItem('sales_events', 'at_once', fields({ qty: isQuantity, unitPriceMinor: isMinor })),
  view: demand,
  cart_add: demand,
  cart_remove: demand,
  stock_counted: onItem('inventory_events', 'at_once', fields({ onHand: isMinor })),
  received: movement,
  written_off: movement,
  reserved: reservation,
  released: reservation,
  cost_changed: onSku('vendor_cost_updates', fields({ costMinor: isMinor, currency: isText, 'effectiveFrom?': isTime })),
  competitor_price_seen: onSku('competitor_prices', fields({ priceMinor: isQuantity })),
  price_overridden: onSku('price_overrides', fields({ priceMinor: isQuantity, until: isTime })),
  cost_reviewed: onSku('price_overrides', fields({ accept: isFlag })),
  promotion_created: onRules(({ promotion }) => promotionFault(promotion)),
  promotion_changed: onRules(({ promotion }) => promotionFault(promotion)),
  promotion_ended: onRules(fields({ promotionId: isText })),
})

function named(types: Readonly<Record<string, Terms>>): Record<string, EventType> {
  return Object.fromEntries(Object.entries(types).map(([name, terms]) => [name, { name, ...terms }]))
}
