import { type BatchPlace, LogBuilder, STORE } from './log-builder.ts'
import { decisions, explained, type RowFacts, updated } from './lines.ts'

/** An input as the generators of tests make it. */
export interface ToyInput {
  readonly topic: string
  readonly id: string
  readonly type: string
  readonly sku: string
  readonly store?: string
  readonly ts: number
  readonly data: Readonly<Record<string, unknown>>
}

interface ToyItem {
  readonly sku: string
  readonly row: Required<Pick<RowFacts, 'priceMinor' | 'version' | 'floorMinor' | 'costVersion' | 'events' | 'onHand'>>
  waitsSince: number | undefined
  readonly costMinor: number
  /** The cost version of the newest decision. */
  readonly decidedCost: number
}

const UNDECIDED: ToyItem['row'] = { priceMinor: null, version: 0, floorMinor: null, costVersion: 1, events: 0, onHand: 100 }
const ITEM_TOPICS = ['sales_events', 'demand_events', 'inventory_events']
const WINDOW_MS = 60_000

/**
 * The smallest pipeline that keeps the rules of docs/log-format.md: base price or nothing, one store, no taxes. It is
 * here to write long logs that are healthy by construction.
 */
export class ToyPipeline {
  readonly log = new LogBuilder()
  readonly #items = new Map<string, ToyItem>()
  readonly #accepted = new Map<string, number>()
  #outputs: object[] = []
  #place: BatchPlace = { input: (n) => n, tick: '' }

  batch(now: number, inputs: readonly ToyInput[]): void {
    let folded = 0
    const deduplicated: number[] = []
    const outputs = (place: BatchPlace) => {
      this.#outputs = []
      this.#place = place
      this.#tick(now)
      for (const [number, input] of inputs.entries()) {
        if (this.#isDuplicate(input.id, now)) deduplicated.push(number)
        else if (this.#fold(input, number, now)) folded++
      }
      return this.#outputs
    }
    // The order record needs what deciding finds out, so it is filled in last.
    const order = (record: Record<string, unknown>) => ({ ...record, folded, deduplicated: deduplicated.map(this.#place.input) })
    this.log.batch({ now, inputs, outputs, order })
  }

  #tick(now: number): void {
    const due = [...this.#items.values()].filter(({ waitsSince }) => waitsSince !== undefined && waitsSince + 125 <= now)
    if (due.length > 0) this.#decide(this.#place.tick, due)
  }

  #isDuplicate(id: string, now: number): boolean {
    const acceptedAt = this.#accepted.get(id) ?? -Infinity
    if (now - acceptedAt < WINDOW_MS) return true
    this.#accepted.set(id, now)
    return false
  }

  /** True where the input waits for a later decision. */
  #fold({ topic, type, sku, data }: ToyInput, number: number, now: number): boolean {
    if (type === 'sku_seeded') this.#items.set(sku, { sku, row: UNDECIDED, waitsSince: undefined, costMinor: data.costMinor as number, decidedCost: 0 })
    const item = this.#items.get(sku)!
    if (ITEM_TOPICS.includes(topic)) this.#items.set(sku, { ...item, row: moved(item.row, type, data) })
    if (type === 'cost_changed') this.#items.set(sku, { ...item, costMinor: data.costMinor as number, row: { ...item.row, costVersion: item.row.costVersion + 1 } })
    const present = this.#items.get(sku)!
    if (topic !== 'demand_events') this.#decide(this.#place.input(number), [present])
    else present.waitsSince ??= now
    return topic === 'demand_events'
  }

  #decide(cause: number | string, items: readonly ToyItem[]): void {
    const decided = items.map((item) => ({ item, row: priced(item) }))
    this.#outputs.push(decisions(cause, ...decided.map(({ item: { sku }, row }) => ({ sku, store: STORE, ...row }))))
    for (const { item, row } of decided) {
      const isNews = row.priceMinor !== item.row.priceMinor || item.row.version === 0
      if (isNews) this.#outputs.push(explained(), updated(cause, { sku: item.sku, version: row.version, priceMinor: row.priceMinor }))
      this.#items.set(item.sku, { ...item, row, waitsSince: undefined, decidedCost: row.costVersion })
    }
  }
}

function moved(row: ToyItem['row'], type: string, data: ToyInput['data']): ToyItem['row'] {
  const events = row.events + 1
  if (type === 'stock_counted') return { ...row, events, onHand: data.onHand as number }
  const sign = type === 'received' ? 1 : type === 'sale' ? -1 : 0
  return { ...row, events, onHand: Math.max(0, row.onHand + sign * ((data.qty as number | undefined) ?? 0)) }
}

/** 100.00 where that clears the floor, else unavailable; a new version where anything of it changed. */
function priced({ row, costMinor, decidedCost }: ToyItem): ToyItem['row'] {
  const floorMinor = Math.ceil((costMinor * 10) / 7)
  const priceMinor = floorMinor <= 10_000 ? 10_000 : null
  const isSame = row.priceMinor === priceMinor && row.costVersion === decidedCost
  return { ...row, priceMinor, floorMinor, version: isSame ? row.version : row.version + 1 }
}
