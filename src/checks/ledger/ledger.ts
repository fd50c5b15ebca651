import { detached, idIn, type LoggedEvent } from '../record/logged-event.ts'
import type { Row } from '../record/decisions-line.ts'
import type { PriceUpdate } from '../record/output-lines.ts'
import type { ScenarioTerms } from '../scenario-terms.ts'
import { ItemBook, SkuBook } from './books.ts'
import { CommitTimes } from './commit-times.ts'
import { CostLedger } from './cost-ledger.ts'
import { FaultTimes } from './fault-times.ts'
import { IdMemory } from './id-memory.ts'
import type { Input, Outcome } from './input.ts'
import { RuleLedger } from './rule-ledger.ts'
import { seededStock } from './stock.ts'
import type { Tolerance } from './tolerance.ts'

const ITEM_TOPICS: ReadonlySet<string> = new Set(['sales_events', 'demand_events', 'inventory_events'])

/** The record retold: stock, event counts, accepted costs and prices of one partition, by rules that are the checks' own. */
export class Ledger {
  readonly partition: number
  readonly terms: ScenarioTerms
  readonly ids: IdMemory
  readonly commits = new CommitTimes()
  readonly costs: CostLedger
  readonly rules = new RuleLedger()
  readonly faults: FaultTimes
  readonly tolerance: Tolerance
  /** Ids that came again when their window had passed. */
  lateDuplicates = 0
  /** Updates of this batch that said nothing new. */
  readonly repeated: PriceUpdate[] = []
  /** `now` of the batch that is being retold. */
  now = 0
  readonly #skus = new Map<string, SkuBook>()
  #items = 0

  constructor(partition: number, terms: ScenarioTerms, tolerance: Tolerance) {
    this.partition = partition
    this.terms = terms
    this.tolerance = tolerance
    this.faults = new FaultTimes(terms, tolerance.healMs)
    this.ids = new IdMemory(partition, terms.dedupeWindowMs)
    this.costs = new CostLedger(terms.floorMarginBps)
  }

  /** Where an offset stands, for examples. */
  place(offset: number): string {
    return `log/${this.partition} offset ${offset}`
  }

  find(sku: string, store: string): ItemBook | undefined {
    return this.#skus.get(sku)?.items.get(store)
  }

  begin(now: number): void {
    this.now = now
    this.commits.add(now)
    this.costs.begin(now)
    this.rules.begin()
    this.repeated.length = 0
  }

  /** An input that arrived, and no more: a dead letter, or one still in flight. */
  notice(text: string): void {
    const id = idIn(text)
    if (id !== undefined) this.ids.notice(id)
  }

  /** Takes the next input: a duplicate has no effect, whatever the pipeline made of it. */
  take(offset: number, outcome: Outcome, event: LoggedEvent | undefined, text: string): Input {
    if (!event || outcome === 'dead_lettered') {
      this.notice(text)
      return { offset, outcome, event, isDuplicate: false, isSlip: false, sku: undefined, item: undefined }
    }
    const isDuplicate = this.#accept(event.id)
    const sku = event.sku === undefined ? undefined : this.#sku(event.sku)
    const item = sku && ITEM_TOPICS.has(event.topic) && event.store !== undefined ? this.#item(sku, event.store) : undefined
    const isSlip = !isDuplicate && this.#fold(event, sku, item)
    if (item) noteDisagreement(item, isDuplicate, outcome)
    return { offset, outcome, event, isDuplicate, isSlip, sku, item }
  }

  /** The item that a decision speaks of, even if nothing else did. */
  itemOf({ sku, store }: Row): ItemBook {
    return this.#item(this.#sku(sku), store)
  }

  /** Remembers a decision, once everybody has compared it with the one before. */
  show(row: Row, item: ItemBook): void {
    item.eventsAhead = row.events - item.events
    if (item.live?.version !== row.version) item.prices.publish({ version: row.version, at: this.now, priceMinor: row.priceMinor, worstUnitMinor: row.worstUnitMinor })
    item.live = row
    item.liveAtCostChange = item.sku.costChanges
  }

  extend(update: PriceUpdate): void {
    const { sku, store, version, priceMinor, validUntil } = update
    const isNews = this.find(sku, store)?.prices.tell({ version, priceMinor, validUntil }) ?? true
    if (!isNews) this.repeated.push(update)
  }

  #accept(id: string): boolean {
    const recurrence = this.ids.accept(id, this.now)
    if (recurrence === 'late') this.lateDuplicates++
    return recurrence === 'duplicate'
  }

  /** True where the event is a slip. */
  #fold(event: LoggedEvent, sku: SkuBook | undefined, item: ItemBook | undefined): boolean {
    if (item) {
      item.events++
      item.stock.apply(event)
      return false
    }
    this.rules.fold(event)
    return sku !== undefined && this.#foldSku(event, sku)
  }

  #foldSku(event: LoggedEvent, sku: SkuBook): boolean {
    const { data } = event
    if (event.type === 'price_overridden') sku.manual = { priceMinor: data.priceMinor as number, until: data.until as number }
    if (event.type !== 'sku_seeded') return this.costs.fold(sku, event)
    sku.baseMinor = data.baseMinor as number
    sku.category = data.category as string
    this.#stock(sku, data.stores)
    return this.costs.fold(sku, event)
  }

  #stock(sku: SkuBook, stores: unknown): void {
    for (const [index, onHand] of seededStock(stores).entries()) {
      const store = this.terms.stores[index]
      if (store !== undefined) this.#item(sku, store, onHand)
    }
  }

  #sku(name: string): SkuBook {
    return this.#skus.get(name) ?? this.#openSku(detached(name))
  }

  #openSku(name: string): SkuBook {
    const sku = new SkuBook(name)
    this.#skus.set(name, sku)
    return sku
  }

  #item(sku: SkuBook, store: string, onHand = 0): ItemBook {
    return sku.items.get(store) ?? this.#openItem(sku, detached(store), onHand)
  }

  #openItem(sku: SkuBook, store: string, onHand: number): ItemBook {
    const item = new ItemBook(this.#items++, sku, store, onHand)
    sku.items.set(store, item)
    return item
  }
}

/**
 * Where pipeline and ledger differ about a duplicate, the checks say so at once, by the input. The pipeline's counter
 * will show it again in later rows; it must not be counted a second time.
 */
function noteDisagreement(item: ItemBook, isDuplicate: boolean, outcome: Outcome): void {
  if (isDuplicate && outcome !== 'deduplicated') item.eventsAhead++
  else if (!isDuplicate && outcome === 'deduplicated') item.eventsAhead--
}
