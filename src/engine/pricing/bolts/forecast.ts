import type { Bolt } from '../../kernel/bolt.ts'
import { fieldsOf, Table } from '../../kernel/table.ts'
import type { StoreHistory } from '../events.ts'
import type { DemandCounts } from '../forecast/forecast-model.ts'
import { FORECAST_MODELS } from '../forecast/registry.ts'
import type { PricingPolicy } from '../policy.ts'
import type { ForecastSignals, Tuple } from '../tuple.ts'

const ITEM = fieldsOf(['onHand', 'stockTs', 'countTs', 'units5', 'units15', 'units60', 'decayedTo', 'baselinePerHour', 'events', 'views', 'unitsSold'])
const FEED = fieldsOf(['inventoryAt'])

const MINUTE_MS = 60_000

export interface ForecastState {
  readonly [part: string]: Table
  readonly items: Table
  /** One row: when each feed was last heard. */
  readonly feeds: Table
}

/** Stock and demand of every item, and what they let expect. */
export function forecast(policy: PricingPolicy, storeCount: number): Bolt<ForecastState, Tuple> {
  const models = Object.values(FORECAST_MODELS)
  const counts: DemandCounts = { units5: 0, units15: 0, units60: 0 }
  return {
    name: 'forecast',
    summary: 'stock, velocity and depletion of every item',
    after: ['normalise'],
    open() {
      const feeds = new Table(FEED, 1)
      feeds.grow(1)
      return { items: new Table(ITEM), feeds }
    },
    fold(state, tuple, now) {
      const { event, item } = tuple
      if (event.topic === 'inventory_events' || event.type === 'sku_seeded') state.feeds.set(0, FEED.inventoryAt, now)
      if (event.type === 'sku_seeded') seed(state.items, tuple, storeCount, now)
      if (item < 0) return
      add(state.items, item, ITEM.events, 1)
      FOLDS[event.type]?.(state.items, tuple)
    },
    assess({ items, feeds }, { item, forecast }, now) {
      decayed(items, item, now, counts)
      recall(items, item, now, forecast)
      forecast.feedStale = now - feeds.get(0, FEED.inventoryAt) > policy.stock.feedStaleAfterMs
      for (const model of models) model.estimate(forecast, counts, policy)
    },
  }
}

type Fold = (items: Table, tuple: Tuple) => void

const FOLDS: Readonly<Record<string, Fold>> = {
  sale: sell,
  view: (items, { item }) => add(items, item, ITEM.views, 1),
  stock_counted: count,
  received: (items, tuple) => move(items, tuple, 1),
  released: (items, tuple) => move(items, tuple, 1),
  reserved: (items, tuple) => move(items, tuple, -1),
  written_off: (items, tuple) => move(items, tuple, -1),
}

function sell(items: Table, tuple: Tuple): void {
  const { item, event } = tuple
  const qty = event.data.qty as number
  decay(items, item, event.ts)
  add(items, item, ITEM.units5, qty)
  add(items, item, ITEM.units15, qty)
  add(items, item, ITEM.units60, qty)
  add(items, item, ITEM.unitsSold, qty)
  move(items, tuple, -1)
}

/** A count is a level: an older one that arrives late changes nothing. */
function count(items: Table, { item, event }: Tuple): void {
  if (event.ts < items.get(item, ITEM.countTs)) return
  items.set(item, ITEM.countTs, event.ts)
  items.set(item, ITEM.stockTs, event.ts)
  items.set(item, ITEM.onHand, event.data.onHand as number)
}

/** A movement adds or takes away whenever it happened; there is never less than nothing on the shelf. */
function move(items: Table, { item, event }: Tuple, sign: 1 | -1): void {
  const onHand = items.get(item, ITEM.onHand) + sign * (event.data.qty as number)
  items.set(item, ITEM.onHand, Math.max(0, onHand))
  items.set(item, ITEM.stockTs, Math.max(event.ts, items.get(item, ITEM.stockTs)))
}

/** Seeded history: windows as full as a steady stream at the store's own rate would have left them. */
function seed(items: Table, { event, sku }: Tuple, storeCount: number, now: number): void {
  items.grow((sku + 1) * storeCount)
  for (const [store, [onHand, perHour]] of (event.data.stores as StoreHistory[]).entries()) {
    const item = sku * storeCount + store
    items.set(item, ITEM.onHand, onHand)
    items.set(item, ITEM.baselinePerHour, perHour)
    items.set(item, ITEM.units5, perHour / 12)
    items.set(item, ITEM.units15, perHour / 4)
    items.set(item, ITEM.units60, perHour)
    items.set(item, ITEM.decayedTo, now)
    items.set(item, ITEM.stockTs, now)
  }
}

/** Brings the windows to `ts`; an event that is late is counted as if it had come in time. */
function decay(items: Table, item: number, ts: number): void {
  const elapsedMs = ts - items.get(item, ITEM.decayedTo)
  if (elapsedMs <= 0) return
  items.set(item, ITEM.units5, items.get(item, ITEM.units5) * Math.exp(-elapsedMs / (5 * MINUTE_MS)))
  items.set(item, ITEM.units15, items.get(item, ITEM.units15) * Math.exp(-elapsedMs / (15 * MINUTE_MS)))
  items.set(item, ITEM.units60, items.get(item, ITEM.units60) * Math.exp(-elapsedMs / (60 * MINUTE_MS)))
  items.set(item, ITEM.decayedTo, ts)
}

/** The windows as they stand at `now`, without changing them: looking must not alter what is seen. */
function decayed(items: Table, item: number, now: number, counts: DemandCounts): void {
  const elapsedMs = Math.max(0, now - items.get(item, ITEM.decayedTo))
  counts.units5 = items.get(item, ITEM.units5) * Math.exp(-elapsedMs / (5 * MINUTE_MS))
  counts.units15 = items.get(item, ITEM.units15) * Math.exp(-elapsedMs / (15 * MINUTE_MS))
  counts.units60 = items.get(item, ITEM.units60) * Math.exp(-elapsedMs / (60 * MINUTE_MS))
}

function recall(items: Table, item: number, now: number, forecast: ForecastSignals): void {
  forecast.onHand = items.get(item, ITEM.onHand)
  forecast.events = items.get(item, ITEM.events)
  forecast.views = items.get(item, ITEM.views)
  forecast.unitsSold = items.get(item, ITEM.unitsSold)
  forecast.baselinePerHour = items.get(item, ITEM.baselinePerHour)
  forecast.stockAgeMs = now - items.get(item, ITEM.stockTs)
}

function add(items: Table, item: number, field: number, amount: number): void {
  items.set(item, field, items.get(item, field) + amount)
}
