import { partitionOf } from '../ledger/partition-of.ts'
import { RecordDamage } from './damage.ts'
import { textLines } from './text-lines.ts'

/** What a shopper was told. */
export interface PriceRead {
  readonly reader: string
  readonly place: string
  readonly now: number
  readonly sku: string
  readonly store: string
  /** `none`: an honest "unavailable". */
  readonly source: 'cache' | 'store' | 'none'
  readonly priceMinor: number | null
  /** 0 in a read from the store: the price without any promotion. */
  readonly version: number
  readonly validUntil: number
  readonly leaseUntil: number
  readonly publishedAt: number
  /** Where nobody had a price: what did not answer in its time, by the reader's own word. */
  readonly unanswered?: readonly string[]
}

/** The log of one reader. */
export interface ReadSource {
  readonly reader: string
  readonly chunks: Iterable<Uint8Array>
}

const KEY = '"sku":"'

/** Says which SKUs belong to one partition. */
export function ownedBy(partition: number, partitions: number): (sku: string) => boolean {
  const known = new Map<string, boolean>()
  return (sku) => {
    let owned = known.get(sku)
    if (owned === undefined) known.set(sku, (owned = partitionOf(sku, partitions) === partition))
    return owned
  }
}

/**
 * The reads of the SKUs that `owns` accepts, in the order of one reader. Every partition goes through every reader's
 * log, so a line is parsed only where its SKU is ours. A torn last line is cut.
 */
export function* priceReads({ reader, chunks }: ReadSource, owns: (sku: string) => boolean): Generator<PriceRead, void> {
  let line = 0
  for (const text of textLines(chunks)) {
    line++
    const sku = plainSku(text)
    if (sku !== undefined && !owns(sku)) continue
    const read = parse(text, reader, `reads/${reader}.jsonl line ${line}`)
    if (sku !== undefined || owns(read.sku)) yield read
  }
}

/** The SKU without parsing; undefined where it is written with escapes or not found. */
function plainSku(text: string): string | undefined {
  const from = text.indexOf(KEY) + KEY.length
  const sku = text.slice(from, text.indexOf('"', from))
  return from < KEY.length || sku.includes('\\') ? undefined : sku
}

function parse(text: string, reader: string, place: string): PriceRead {
  let read: Partial<PriceRead> | null = null
  try {
    read = JSON.parse(text) as Partial<PriceRead> | null
  } catch {
    // Told below, as everything else that is no read.
  }
  if (read && isRead(read)) return { ...read, reader, place }
  throw new RecordDamage(place, text, `a read holds ${NUMBERS.join(', ')}, sku, store, source and priceMinor`)
}

const NUMBERS = ['now', 'version', 'validUntil', 'leaseUntil', 'publishedAt'] as const
const SOURCES: readonly unknown[] = ['cache', 'store', 'none']

/** A missing time would compare as never past. */
function isRead(read: Partial<PriceRead>): read is PriceRead {
  const { sku, store, source, priceMinor, unanswered = [] } = read
  const isPrice = priceMinor === null || typeof priceMinor === 'number'
  return typeof sku === 'string' && typeof store === 'string' && SOURCES.includes(source) && isPrice && Array.isArray(unanswered) && NUMBERS.every((name) => typeof read[name] === 'number')
}
