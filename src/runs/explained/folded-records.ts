import { EVENT_TYPES } from '../../engine/pricing/event-types.ts'
import type { PastBatch } from '../state/partition-past.ts'

/** A record that was folded into the next decision of its item. */
export interface FoldedRecord {
  readonly record: string
  readonly offset: number
  /** null: the SKU everywhere. */
  readonly store: string | null
}

/** Remembers, while a log is executed, which records of one SKU wait to be decided: a tick that decides has these as its cause. */
export class FoldedRecords {
  readonly #sku: string
  readonly #needle: string
  #waiting: readonly FoldedRecord[] = []
  /** In the batch that is read: where each store was decided by a record of its own. */
  readonly #decidedAt = new Map<string, number>()

  constructor(sku: string) {
    this.#sku = sku
    this.#needle = `"sku":${JSON.stringify(sku)}`
  }

  /** A store was decided, by a record (its offset) or by a tick. The newest that had waited for that, where it was a tick. */
  decided(store: string, offset: number | undefined): FoldedRecord | null {
    const newest = this.#waiting.findLast((each) => isOf(each, store))
    this.#waiting = this.#waiting.filter((each) => each.store !== store)
    if (offset === undefined) return newest ?? null
    this.#decidedAt.set(store, offset)
    return null
  }

  /** All decisions of a batch were told; what it folded behind them waits now. */
  read({ records, firstOffset, lines, deduplicated }: PastBatch): void {
    const isDead = (offset: number) => lines.some((line) => line.startsWith(`{"topic":"dead_letters","cause":${offset},`))
    const folded = records.flatMap((record, index) => this.#folded(record, firstOffset + index) ?? [])
    const waits = folded.filter(({ offset, store }) => !deduplicated.includes(offset) && !isDead(offset) && offset > (this.#decidedAt.get(store ?? '') ?? -1))
    this.#waiting = [...this.#waiting, ...waits]
    this.#decidedAt.clear()
  }

  #folded(record: string, offset: number): FoldedRecord | undefined {
    const event = record.includes(this.#needle) ? parsed(record) : undefined
    if (event?.sku !== this.#sku || !isFolded(event.type)) return undefined
    return { record, offset, store: event.store ?? null }
  }
}

/** Views and carts always, competitors' prices where there are many. */
const isFolded = (type = ''): boolean => type === 'competitor_price_seen' || (Object.hasOwn(EVENT_TYPES, type) && EVENT_TYPES[type].decided === 'folded')

const isOf = ({ store }: FoldedRecord, wanted: string): boolean => store === null || store === wanted

function parsed(record: string): { readonly sku?: string; readonly store?: string; readonly type?: string } | undefined {
  try {
    return JSON.parse(record) ?? undefined
  } catch {
    return undefined
  }
}
