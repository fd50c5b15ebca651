import type { LoggedEvent } from '../record/logged-event.ts'
import type { PriceUpdate } from '../record/output-lines.ts'
import type { ItemBook, SkuBook } from './books.ts'

/** What the log says became of an input. `none`: nothing, so it was folded, or it is lost. */
export type Outcome = 'none' | 'decided' | 'deduplicated' | 'quarantined' | 'dead_lettered'

/** One committed input with the ledger's own opinion of it. */
export interface Input {
  readonly offset: number
  readonly outcome: Outcome
  /** Undefined where the line is no event. */
  readonly event: LoggedEvent | undefined
  /** The same id was accepted less than a window ago. */
  readonly isDuplicate: boolean
  /** A cost that must wait for a person. */
  readonly isSlip: boolean
  readonly sku: SkuBook | undefined
  /** The item, where the event is about one store. */
  readonly item: ItemBook | undefined
}

/** What checks are told about a finished batch. */
export interface JudgedBatch {
  readonly batch: number
  readonly now: number
  /** Offset of the order record. */
  readonly offset: number
  /** As the order record claims. */
  readonly folded: number
  /** Inputs without any outcome that may have been folded. */
  readonly foldable: number
  readonly updates: readonly PriceUpdate[]
}

const FOLDABLE: ReadonlySet<string> = new Set(['view', 'cart_add', 'cart_remove', 'competitor_price_seen'])

/** Whether the event may wait for a later decision; all others are decided at once. */
export const isFoldable = ({ event }: Input): boolean => event !== undefined && FOLDABLE.has(event.type)
