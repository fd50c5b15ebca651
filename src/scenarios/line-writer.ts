import type { Random } from '../engine/kernel/random.ts'
import { type Draft, SKU_WIDE } from './feeds/feed.ts'
import { FEED_SOURCES } from './feeds/registry.ts'
import type { Market } from './market.ts'
import { FEEDS } from './scenario.ts'
import type { TimeTexts } from './time-texts.ts'

/** One event in eight reaches us a little after it happened. */
const DELAYED_SHARE = 0.125

/** Turns drafts into finished lines. All that does not change from event to event is quoted once. */
export class LineWriter {
  /** Ids handed out by partition. */
  readonly handed: number[]
  readonly #sourceDelayMs: number
  readonly #times: TimeTexts
  readonly #delay: Random
  readonly #skus: readonly string[]
  readonly #stores: readonly string[]
  readonly #ids: readonly string[]
  readonly #sources: readonly string[]

  constructor({ scenario, skus }: Market, times: TimeTexts, delay: Random) {
    this.#sourceDelayMs = scenario.traffic.sourceDelayMs
    this.#times = times
    this.#delay = delay
    this.#skus = skus.map(({ sku }) => JSON.stringify(sku))
    this.#stores = scenario.catalog.stores.map((store) => `,"store":${JSON.stringify(store)},"ts":`)
    this.#ids = Array.from({ length: scenario.partitions }, (_, partition) => `g1-${partition}-`)
    this.#sources = FEEDS.map((kind) => `,"source":"${FEED_SOURCES[kind].source}","receivedAt":`)
    this.handed = this.#ids.map(() => 0)
  }

  /** The draft as a line; `feed` is an index in FEEDS. Received when it was intended, whatever the machine did. */
  write({ head, afterId, sku, store, data }: Draft, feed: number, partition: number, elapsedMs: number): string {
    const place = store === SKU_WIDE ? ',"ts":' : this.#stores[store]
    const ts = this.#times.at(elapsedMs - this.#drawDelayMs())
    const received = this.#times.at(elapsedMs)
    const id = this.#ids[partition] + this.handed[partition]++
    return `${head}${id}${afterId}${this.#skus[sku]}${place}${ts}${this.#sources[feed]}${received},"schemaVersion":1,"data":{${data}}}`
  }

  #drawDelayMs(): number {
    if (this.#sourceDelayMs === 0) return 0
    return this.#delay.chance(DELAYED_SHARE) ? this.#delay.between(1, this.#sourceDelayMs) : 0
  }
}
