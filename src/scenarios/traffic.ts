import { Random } from '../engine/kernel/random.ts'
import { type CountByKind, noCounts } from './admission.ts'
import type { Draft } from './feeds/feed.ts'
import { FEED_SOURCES } from './feeds/registry.ts'
import { LineWriter } from './line-writer.ts'
import type { Market } from './market.ts'
import { FeedOrder } from './plan.ts'
import { FEEDS, type FeedKind } from './scenario.ts'
import { dueBy } from './shapes/registry.ts'
import { StockBelief } from './stock-belief.ts'
import { TimeTexts } from './time-texts.ts'

/** Takes an event that is due: its line without newline, and the run's millisecond it was due at. */
export type Sink = (partition: number, kind: FeedKind, line: string, intendedMs: number) => void

export interface TrafficOptions {
  /** Feeds that are down: their events are planned but never made, so that ids stay dense. */
  readonly isSilent?: (kind: FeedKind, intendedMs: number) => boolean
  /** Events that are made and turned away before they have an id: what is offered stays the same, and ids stay dense. */
  readonly rejects?: (kind: FeedKind, draft: Draft, partition: number, intendedMs: number) => boolean
}

/**
 * The traffic of a run, made when it is due. Same scenario and SKUs: same bytes, however the time is sliced.
 * Event n is due in the first millisecond by which n + 1 events are due.
 */
export class Traffic {
  /** Events made, by kind; at the end the plan's own numbers, unless a feed was silent. */
  readonly sent: CountByKind = noCounts()
  /** The same by partition. */
  readonly offered: number[]
  readonly #market: Market
  readonly #options: TrafficOptions
  readonly #order: FeedOrder
  readonly #feeds: readonly ((draft: Draft, elapsedMs: number) => void)[]
  readonly #writer: LineWriter
  readonly #draft: Draft = { head: '', afterId: '', sku: 0, store: 0, data: '' }
  #elapsedMs = 0
  #events = 0

  constructor(market: Market, options: TrafficOptions = {}) {
    const { scenario } = market
    const random = new Random(scenario.seed)
    const times = new TimeTexts(scenario.startsAt, scenario.traffic.sourceDelayMs)
    const world = { market, times, stock: new StockBelief(market) }
    this.#market = market
    this.#options = options
    this.#order = new FeedOrder(scenario)
    this.#feeds = FEEDS.map((kind) => FEED_SOURCES[kind].open({ ...world, random: random.fork(`feed.${kind}`) }))
    this.offered = Array.from({ length: scenario.partitions }, () => 0)
    this.#writer = new LineWriter(market, times, random.fork('source-delay'))
  }

  /** Ids handed out by partition p: `g1-p-0` … `g1-p-(handed − 1)`. */
  get handed(): readonly number[] {
    return this.#writer.handed
  }

  /** Hands over everything that is due up to and including `untilMs` and has not been handed over yet. */
  emitDue(untilMs: number, sink: Sink): void {
    const { durationMs, traffic } = this.#market.scenario
    const lastMs = Math.min(untilMs, durationMs)
    while (this.#elapsedMs < lastMs) {
      const elapsedMs = ++this.#elapsedMs
      const due = dueBy(traffic.shape, elapsedMs, durationMs)
      while (this.#events < due) this.#emit(this.#order.feedOf(this.#events++), elapsedMs, sink)
    }
  }

  #emit(feed: number, elapsedMs: number, sink: Sink): void {
    const kind = FEEDS[feed]
    if (this.#options.isSilent?.(kind, elapsedMs)) return
    this.#feeds[feed](this.#draft, elapsedMs)
    const partition = this.#market.partitions[this.#draft.sku]
    this.sent[kind]++
    this.offered[partition]++
    if (this.#options.rejects?.(kind, this.#draft, partition, elapsedMs)) return
    sink(partition, kind, this.#writer.write(this.#draft, feed, partition, elapsedMs), elapsedMs)
  }
}
