import type { SeenEvent } from '../../reports/formats/explanation/seen-event.ts'
import { promotionId } from './explained-decision.ts'

/** What moves a price, by the type of the event; the newest of each kind is part of the story. */
const KIND_OF: Readonly<Record<string, string>> = {
  sku_seeded: 'cost',
  cost_changed: 'cost',
  cost_reviewed: 'review',
  stock_counted: 'stock',
  received: 'stock',
  written_off: 'stock',
  reserved: 'stock',
  released: 'stock',
  sale: 'sale',
  competitor_price_seen: 'competitor',
  price_overridden: 'manual price',
  promotion_created: 'promotion',
  promotion_changed: 'promotion',
  promotion_ended: 'promotion',
}

/** Remembers, while a log is read, the newest records that could move the price of one SKU. */
export class ItemStory {
  readonly #sku: string
  readonly #newest = new Map<string, SeenEvent>()
  /** Records of the batch that is being decided: a decision knows only those up to its cause. */
  #batch: readonly SeenEvent[] = []

  constructor(sku: string) {
    this.#sku = sku
  }

  /** The next batch; what stood in the one before is now in force. */
  open(records: readonly string[], firstOffset: number): void {
    for (const event of this.#batch) this.#newest.set(keyOf(event), event)
    this.#batch = records.flatMap((record, index) => seenEvent(this.#sku, record, firstOffset + index) ?? [])
  }

  /** The newest of each kind that a store's price knew of, up to and including an offset; in recorded order. */
  until(offset: number, store: string): readonly SeenEvent[] {
    const newest = new Map(this.#newest)
    for (const event of this.#batch) if (event.offset <= offset) newest.set(keyOf(event), event)
    return [...newest.values()].filter((event) => concerns(event, store)).toSorted((a, b) => a.offset - b.offset)
  }
}

/** What every record that could move the price of a SKU holds: one of these. */
export const needlesOf = (sku: string): readonly string[] => [`"sku":${JSON.stringify(sku)}`, '"topic":"promo_rules"']

/** What a record says of a SKU, where it could move its price. */
export function seenEvent(sku: string, record: string, offset: number): SeenEvent | undefined {
  if (!needlesOf(sku).some((needle) => record.includes(needle))) return undefined
  const event = parsed(record)
  const isOurs = event?.sku === sku || event?.topic === 'promo_rules'
  if (!event || !isOurs || !Object.hasOwn(KIND_OF, event.type)) return undefined
  const { topic, type, id, store = null, receivedAt, data } = event
  return { kind: KIND_OF[type], topic, type, id, store, receivedAt, offset, data }
}

type Recorded = Omit<SeenEvent, 'kind' | 'offset' | 'store'> & { readonly sku?: string; readonly store?: string }

/** Damaged records are dead letters: no decision ever heard of them. */
function parsed(record: string): Recorded | undefined {
  try {
    return JSON.parse(record) as Recorded
  } catch {
    return undefined
  }
}

/** An event of no store is about all of them. */
export const concerns = (event: SeenEvent, store: string): boolean => event.store === null || event.store === store

/** Of events with the same key, the newest counts. */
export const keyOf = (event: SeenEvent): string => `${event.kind}/${event.kind === 'promotion' ? promotionId(event) : event.store}`
