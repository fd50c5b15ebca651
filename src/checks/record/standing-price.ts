import { RecordDamage } from './damage.ts'
import { textLines } from './text-lines.ts'

/** A price as the cache or the store held it. */
export interface HeldPrice {
  readonly version: number
  readonly priceMinor: number | null
  readonly validUntil: number
}

/** What stood for one item when the run had ended. */
export interface StandingPrice {
  readonly place: string
  /** When somebody looked, epoch ms. */
  readonly now: number
  readonly sku: string
  readonly store: string
  /** In the cache, with the lease it would be served under; null: nothing. */
  readonly hot: (HeldPrice & { readonly leaseUntil: number }) | null
  /** In the store. */
  readonly cold: HeldPrice | null
}

/** `prices/<p>.jsonl`: what cache and store held of one partition at the end. `name` begins every place. */
export function* standingPrices(name: string, chunks: Iterable<Uint8Array>): Generator<StandingPrice, void> {
  const lines = textLines(chunks)
  let line = 1
  let next = lines.next()
  for (; !next.done; next = lines.next()) yield parse(next.value, `${name} line ${line++}`)
  if (next.value > 0) throw new RecordDamage(`${name} line ${line}`, 'a torn line', 'the file is written whole')
}

function parse(text: string, place: string): StandingPrice {
  let price: Partial<StandingPrice> | null = null
  try {
    price = JSON.parse(text) as Partial<StandingPrice> | null
  } catch {
    // Told below, as everything else that is no standing price.
  }
  if (price && isStanding(price)) return { ...price, place }
  throw new RecordDamage(place, text, 'a standing price holds now, sku, store, hot and cold')
}

function isStanding(price: Partial<StandingPrice>): price is StandingPrice {
  const { now, sku, store, hot, cold } = price
  return typeof now === 'number' && typeof sku === 'string' && typeof store === 'string' && isHeld(hot) && isHeld(cold) && (hot === null || typeof hot?.leaseUntil === 'number')
}

function isHeld(held: HeldPrice | null | undefined): boolean {
  if (held === null || held === undefined) return held === null
  const { version, priceMinor, validUntil } = held
  return typeof version === 'number' && typeof validUntil === 'number' && (priceMinor === null || typeof priceMinor === 'number')
}
