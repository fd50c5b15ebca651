import { countOf, money } from '../texts.ts'

/** A record of the log that an explanation speaks of. */
export interface SeenEvent {
  /** What it is about: `cost`, `stock`, `sale`, … */
  readonly kind: string
  readonly topic: string
  readonly type: string
  readonly id: string
  /** null: the SKU everywhere. */
  readonly store: string | null
  readonly receivedAt: number
  readonly offset: number
  readonly data: Readonly<Record<string, unknown>>
}

type Data = SeenEvent['data']
type Telling = (data: Data, currency: string) => string

const amount = (minor: unknown, currency: string): string => money(Number(minor), currency)
const units = (verb: string): Telling => ({ qty }) => `${countOf(Number(qty), 'unit')} ${verb}`
const promotion: Telling = ({ promotion: written }) => promotionText(written as Data)

const TELLINGS: Readonly<Record<string, Telling>> = {
  sku_seeded: ({ costMinor }, currency) => `${amount(costMinor, currency)}, as seeded`,
  cost_changed: ({ costMinor, currency: own }, currency) => amount(costMinor, String(own ?? currency)),
  cost_reviewed: ({ accept }) => (accept ? 'the waiting cost was accepted' : 'the waiting cost was dropped'),
  stock_counted: ({ onHand }) => `${countOf(Number(onHand), 'unit')} counted`,
  received: units('received'),
  written_off: units('written off'),
  reserved: units('reserved'),
  released: units('released'),
  sale: ({ qty, unitPriceMinor }, currency) => `${countOf(Number(qty), 'unit')} at ${amount(unitPriceMinor, currency)}`,
  competitor_price_seen: ({ competitor, priceMinor }, currency) => `${amount(priceMinor, currency)} at ${String(competitor ?? 'a competitor')}`,
  price_overridden: ({ priceMinor, role }, currency) => `${amount(priceMinor, currency)} set by ${String(role ?? 'a person')}`,
  promotion_created: promotion,
  promotion_changed: promotion,
  promotion_ended: ({ promotionId }) => String(promotionId),
}

/** What a record says, in a few words. */
export function eventText({ type, data }: SeenEvent, currency: string): string {
  return Object.hasOwn(TELLINGS, type) ? TELLINGS[type](data, currency) : ''
}

function promotionText({ id, label }: Data): string {
  return label === undefined || label === id ? String(id) : `${String(id)}, ${String(label)}`
}
