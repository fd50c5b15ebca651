import type { LoggedEvent } from '../record/logged-event.ts'

type Movement = 1 | -1

const MOVEMENTS: Readonly<Record<string, Movement>> = { sale: -1, reserved: -1, written_off: -1, received: 1, released: 1 }

/** Units on hand of one item: counts set them, movements change them, and there is never less than nothing. */
export class Stock {
  onHand: number
  // Any count is newer than what an item starts with: a seeded stock is nobody's count.
  #countedTs = -Infinity

  constructor(onHand: number) {
    this.onHand = onHand
  }

  apply({ type, ts, data }: LoggedEvent): void {
    if (type === 'stock_counted') this.#count(data.onHand as number, ts)
    else if (MOVEMENTS[type]) this.onHand = Math.max(0, this.onHand + MOVEMENTS[type] * (data.qty as number))
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
