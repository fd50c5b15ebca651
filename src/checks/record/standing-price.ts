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
  for (; !next.done; next = lines.next()) yield* parse(next.value, `${name} line ${line++}`)
  if (next.value > 0) throw new RecordDamage(`${name} line ${line}`, 'a torn line', 'the file is written whole')
}

/** All stores of a SKU. */
interface Line {
  readonly now: number
  readonly sku: string
  readonly stores: readonly (readonly [store: string, hot: Held | null, cold: Held | null])[]
}

/** `leaseUntil` only in the cache. */
type Held = readonly [version: number, priceMinor: number | null, validUntil: number, leaseUntil?: number]

function parse(text: string, place: string): readonly StandingPrice[] {
  let line: Partial<Line> | null = null
  try {
    line = JSON.parse(text) as Partial<Line> | null
  } catch {
    // Told below, as everything else that is no line of standing prices.
  }
  if (!line || !isLine(line)) throw new RecordDamage(place, text, 'a line of standing prices holds now, sku, and of each store what cache and store held')
  const { now, sku, stores } = line
  return stores.map(([store, hot, cold]) => ({ place, now, sku, store, hot: hot && { ...named(hot), leaseUntil: hot[3]! }, cold: cold && named(cold) }))
}

const named = ([version, priceMinor, validUntil]: Held): HeldPrice => ({ version, priceMinor, validUntil })

function isLine(line: Partial<Line>): line is Line {
  const { now, sku, stores } = line
  return typeof now === 'number' && typeof sku === 'string' && Array.isArray(stores) && stores.every((each) => Array.isArray(each) && each.length === 3 && typeof each[0] === 'string' && isHeld(each[1], 4) && isHeld(each[2], 3))
}

function isHeld(held: unknown, numbers: number): boolean {
  return held === null || (Array.isArray(held) && held.length === numbers && held.every((each, index) => typeof each === 'number' || (index === 1 && each === null)))
}
