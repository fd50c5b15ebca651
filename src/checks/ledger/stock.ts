import type { LoggedEvent } from '../record/logged-event.ts'

type Movement = 1 | -1

const MOVEMENTS: ReadonlyMap<string, Movement> = new Map([
  ['sale', -1],
  ['reserved', -1],
  ['written_off', -1],
  ['received', 1],
  ['released', 1],
])

/** Units on hand of one item: counts set them, movements change them, and there is never less than nothing. */
export class Stock {
  onHand: number
  // Any count is newer than what an item starts with: a seeded stock is nobody's count.
  #countedTs = -Infinity

  constructor(onHand: number) {
    this.onHand = onHand
  }

  apply(event: LoggedEvent): void {
    const movement = MOVEMENTS.get(event.type)
    if (movement !== undefined) this.onHand = Math.max(0, this.onHand + movement * (event.data.qty as number))
    else if (event.type === 'stock_counted') this.#count(event.data.onHand as number, event.ts)
  }

  #count(onHand: number, ts: number): void {
    if (ts < this.#countedTs) return
    this.#countedTs = ts
    this.onHand = onHand
  }
}

/** Units on hand a store, from `sku_seeded`'s pairs of stock and velocity. */
export function seededStock(stores: unknown): number[] {
  return Array.isArray(stores) ? stores.map((pair: unknown) => (Array.isArray(pair) ? Number(pair[0]) : 0)) : []
}
