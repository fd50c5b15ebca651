import type { Random } from '../../engine/kernel/random.ts'
import type { Market } from '../market.ts'
import type { StockBelief } from '../stock-belief.ts'
import type { TimeTexts } from '../time-texts.ts'

/** What the writer of the line needs to know about one event. One object serves all: a hot path does not allocate. */
export interface Draft {
  /** JSON text up to the id, and from its end to the SKU: constants of the event's type. */
  head: string
  afterId: string
  /** Index in the catalogue. */
  sku: number
  /** Index in the scenario's stores; SKU_WIDE for events that name none. */
  store: number
  /** The fields of `data`, without braces. */
  data: string
}

export const SKU_WIDE = -1

/** What every feed may look at. `random` is the feed's own stream. */
export interface World {
  readonly market: Market
  readonly random: Random
  readonly stock: StockBelief
  readonly times: TimeTexts
}

/** A source of events of one kind. */
export interface Feed {
  /** The `source` field of its events. */
  readonly source: string
  /** Returns the feed itself: a function that fills in the next event, intended for `elapsedMs`. */
  open(world: World): (draft: Draft, elapsedMs: number) => void
}

/** The constant text of a type of event. */
export interface TypeText {
  readonly head: string
  readonly afterId: string
}

export function typeText(topic: string, type: string): TypeText {
  return { head: `{"topic":"${topic}","id":"`, afterId: `","type":"${type}","sku":` }
}

/** Fills in all but the data. */
export function address(draft: Draft, { head, afterId }: TypeText, sku: number, store: number): void {
  draft.head = head
  draft.afterId = afterId
  draft.sku = sku
  draft.store = store
}

export const drawSku = ({ market, random }: World): number => market.skuDraw.draw(random.fraction())
export const drawStore = ({ market, random }: World): number => market.storeDraw.draw(random.fraction())
