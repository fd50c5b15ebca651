import type { BoltWrapper } from '../kernel/bolt.ts'
import type { SavedParts } from '../kernel/ports.ts'
import type { Program, Step } from '../kernel/program.ts'
import { Topology } from '../kernel/topology.ts'
import { nameAndCurrency, type PriceState } from './bolts/price.ts'
import { publishedPrice, type PublishState } from './bolts/publish.ts'
import { BOLTS } from './bolts/registry.ts'
import { COMPETITOR, type SpoutState } from './bolts/spout.ts'
import { Outputs } from './outputs.ts'
import type { PricingPolicy } from './policy.ts'
import type { PublishedPrice } from './ports.ts'
import type { ReadRecord } from './codec.ts'
import { EVENT_TYPES } from './event-types.ts'
import { emptyTuple, type Outcome, type Tuple } from './tuple.ts'

export interface PipelineSetting {
  readonly partition: number
  /** Of all partitions: a SKU is at home in one of them. */
  readonly partitions: number
  readonly policy: PricingPolicy
  readonly stores: readonly string[]
  /** Faults and observers, around every bolt. */
  readonly wrap?: BoltWrapper
  /** SKUs of which every decision is explained, not only the changes; for those who execute a log again to ask why. */
  readonly explains?: (sku: string) => boolean
  /** Another way to read a record; it must say what the codec says. */
  readonly read?: ReadRecord
}

const OUTCOMES: readonly Outcome[] = ['decided', 'folded', 'deduplicated', 'quarantined', 'dead_lettered']
const TOPICS = [...new Set(Object.values(EVENT_TYPES).map(({ topic }) => topic)), 'unknown']
/** Texts made once: `sales_events.decided` and so on. */
const COUNT_NAMES = Object.fromEntries(OUTCOMES.map((outcome) => [outcome, Object.fromEntries(TOPICS.map((topic) => [topic, `${topic}.${outcome}`]))]))

/** Folded work is decided after this share of its limit, because a batch may take a moment to come. */
const FOLD_SHARE = 0.8
/** Decisions a batch spends on schedules and rules, so that traffic does not wait behind them. */
const AGAIN_ITEMS_MAX = 40

/** One partition of the pricing pipeline: records in, decisions out. Deterministic; docs/log-format.md is its contract. */
export class PricingPipeline implements Program<PublishedPrice> {
  readonly #topology: Topology<Tuple>
  readonly #outputs = new Outputs()
  readonly #tuple: Tuple
  readonly #agenda: SpoutState
  readonly #stores: readonly string[]
  readonly #competitorGapMs: number
  readonly #foldAfterMs: number

  constructor({ partition, partitions, policy, stores, wrap, explains, read }: PipelineSetting) {
    const bolts = Object.values(BOLTS).map((create) => create({ partition, partitions, policy, stores, explains, read }))
    this.#topology = new Topology(wrap ? bolts.map((bolt) => wrap(bolt)) : bolts)
    this.#tuple = emptyTuple(partition, this.#outputs)
    this.#agenda = this.#topology.states.spout as SpoutState
    this.#stores = stores
    this.#competitorGapMs = 1000 / policy.competitor.decisionsPerSecond
    this.#foldAfterMs = policy.foldAfterMs * FOLD_SHARE
  }

  step(records: readonly string[], firstOffset: number, batch: number, now: number): Step<PublishedPrice> {
    const outputs = this.#outputs
    outputs.clear()
    this.#tick(`t${batch}`, now)
    for (let index = 0; index < records.length; index++) this.#input(records[index], firstOffset + index, now)
    const { lines, published, counts, samples } = outputs
    return { lines, extra: outputs.extra(), outputs: published, counts, samples }
  }

  due(now: number): boolean {
    const { items, skus, again } = this.#agenda
    const until = now - this.#foldAfterMs
    return items.isDue(until) || skus.isDue(until) || again.isDue(now) || this.#topology.wakes(now)
  }

  standing(from: number, to: number): readonly PublishedPrice[] | undefined {
    const [published, prices] = [this.#topology.states.publish as PublishState, this.#topology.states.price as PriceState]
    const end = Math.min(to, published.items.rows)
    if (from >= end) return undefined
    const standing: PublishedPrice[] = []
    for (let item = from; item < end; item++) {
      const store = this.#stores[item % this.#stores.length]
      const price = publishedPrice(published, item, { ...nameAndCurrency(prices, Math.floor(item / this.#stores.length)), store })
      if (price) standing.push(price)
    }
    return standing
  }

  save(): SavedParts {
    return this.#topology.save()
  }

  load(saved: SavedParts): void {
    this.#topology.load(saved)
  }

  /** What time alone brings: waiting costs and schedules first, then folded work, then a portion of the agenda. */
  #tick(cause: string, now: number): void {
    this.#tuple.cause = cause
    this.#tuple.sourceTopic = 'tick'
    const { items, skus, again } = this.#agenda
    this.#topology.wake(now, (sku, when) => (when === 'at_once' ? this.#decideSku(sku, now) : again.add(sku, now)))
    const until = now - this.#foldAfterMs
    for (let item = items.take(until); item >= 0; item = items.take(until)) this.#decideItem(item, now)
    for (let sku = skus.take(until); sku >= 0; sku = skus.take(until)) this.#decideSku(sku, now)
    for (let spent = 0; spent < AGAIN_ITEMS_MAX; spent += this.#stores.length) {
      const sku = again.take(now)
      if (sku < 0) break
      this.#decideSku(sku, now)
    }
    if (this.#outputs.hasRows) this.#outputs.decided(cause, this.#tuple.price.ruleSetVersion)
  }

  #input(record: string, offset: number, now: number): void {
    const tuple = this.#tuple
    tuple.record = record
    tuple.deadLetter = undefined
    tuple.offset = tuple.cause = offset
    this.#topology.fold(tuple, now)
    if (tuple.outcome === 'decided' && this.#isCompetitorStorm(tuple, now)) tuple.outcome = 'folded'
    this.#outputs.count(COUNT_NAMES[tuple.outcome][tuple.deadLetter ? 'unknown' : tuple.event.topic])
    if (tuple.outcome === 'decided') this.#decideNow(tuple, now)
    else this.#setAside(tuple, now)
  }

  #decideNow(tuple: Tuple, now: number): void {
    tuple.sourceTopic = tuple.event.topic
    if (tuple.item >= 0) this.#decideItem(tuple.item, now)
    else if (tuple.sku >= 0) this.#decideSku(tuple.sku, now)
    this.#outputs.decided(tuple.offset, tuple.price.ruleSetVersion)
    const { samples } = this.#outputs
    samples.decided.push(tuple.event.receivedAt)
    if (tuple.event.type === 'cost_changed') samples.costs.push(tuple.event.receivedAt)
    else if (tuple.event.type === 'sale') this.#outputs.count('revenue_minor', (tuple.event.data.qty as number) * (tuple.event.data.unitPriceMinor as number))
  }

  #setAside(tuple: Tuple, now: number): void {
    const { outcome, offset, sku, item } = tuple
    const outputs = this.#outputs
    if (outcome === 'folded') {
      outputs.folded++
      if (item >= 0) this.#agenda.items.add(item, now)
      else this.#agenda.skus.add(sku, now)
    } else if (outcome === 'deduplicated') outputs.deduplicated.push(offset)
    else if (outcome === 'quarantined') {
      outputs.quarantined.push(offset)
      outputs.flush()
      this.#agenda.again.add(sku, now)
    } else this.#bury(tuple)
  }

  #bury({ offset, deadLetter, record }: Tuple): void {
    const { code, message, topic } = deadLetter!
    this.#outputs.lines.push(JSON.stringify({ topic: 'dead_letters', cause: offset, from: topic, code, message, record }))
  }

  /** More competitor prices than the policy decides at once: the newest wins, a little later. */
  #isCompetitorStorm({ event, sku }: Tuple, now: number): boolean {
    if (event.type !== 'competitor_price_seen') return false
    const { competitor } = this.#agenda
    competitor.grow(sku + 1)
    if (now - competitor.get(sku, COMPETITOR.decidedAt) < this.#competitorGapMs) return true
    competitor.set(sku, COMPETITOR.decidedAt, now)
    return false
  }

  #decideSku(sku: number, now: number): void {
    const first = sku * this.#stores.length
    for (let store = 0; store < this.#stores.length; store++) this.#decideItem(first + store, now)
    this.#agenda.skus.done(sku)
  }

  #decideItem(item: number, now: number): void {
    const tuple = this.#tuple
    tuple.item = item
    tuple.sku = Math.floor(item / this.#stores.length)
    tuple.store = item % this.#stores.length
    tuple.storeName = this.#stores[tuple.store]
    this.#topology.assess(tuple, now)
    this.#agenda.items.done(item)
  }
}
