import { address, type Draft, drawSku, drawStore, type Feed, typeText, type World } from './feed.ts'
import { MEAN_UNITS_A_SALE } from './units-a-sale.ts'

const RESERVED = typeText('inventory_events', 'reserved')
const RELEASED = typeText('inventory_events', 'released')
const RECEIVED = typeText('inventory_events', 'received')
const WRITTEN_OFF = typeText('inventory_events', 'written_off')
export const STOCK_COUNTED = typeText('inventory_events', 'stock_counted')

/** Of a hundred inventory events; counts are one in two hundred. */
const RESERVED_PERCENT = 45
const RELEASED_PERCENT = 44
const RECEIVED_PERCENT = 10

/** Reservations that are open at a time: carts that people walk away from. */
const OPEN_RESERVATIONS_MAX = 2048

interface Reservation {
  readonly sku: number
  readonly store: number
  readonly data: string
  readonly units: number
}

export const inventory: Feed = {
  source: 'wms',
  open(world) {
    const { random } = world
    const carts = new Carts(world)
    const lotUnits = lotUnitsOf(world)
    return (draft) => {
      const percent = random.fraction() * 100
      if (percent < RESERVED_PERCENT) carts.reserve(draft)
      else if (percent < RESERVED_PERCENT + RELEASED_PERCENT) carts.release(draft)
      else if (percent < RESERVED_PERCENT + RELEASED_PERCENT + RECEIVED_PERCENT) receive(world, draft, lotUnits)
      else if (percent < 99.5) writeOff(world, draft)
      else count(world, draft)
    }
  },
}

/** Deliveries bring what sales carry away, so that stock neither drains nor piles up. */
function lotUnitsOf({ market }: World): number {
  const { sales, inventory } = market.scenario.traffic.mix
  return Math.max(1, Math.round((sales * MEAN_UNITS_A_SALE) / ((inventory * RECEIVED_PERCENT) / 100)))
}

/** A reservation is given back under its own number, with its own units, once. */
class Carts {
  readonly #world: World
  readonly #open: Reservation[] = []
  #reservations = 0

  constructor(world: World) {
    this.#world = world
  }

  reserve(draft: Draft): void {
    if (this.#open.length === OPEN_RESERVATIONS_MAX) return this.release(draft)
    const { random, stock } = this.#world
    const [sku, store, units] = [drawSku(this.#world), drawStore(this.#world), random.between(1, 3)]
    const number = this.#reservations++
    const data = `"qty":${units},"reservationId":"r-${number}","orderId":"c-${number}"`
    this.#open.push({ sku, store, data, units })
    stock.add(sku, store, -units)
    address(draft, RESERVED, sku, store)
    draft.data = data
  }

  release(draft: Draft): void {
    if (this.#open.length === 0) return this.reserve(draft)
    const { random, stock } = this.#world
    const place = random.below(this.#open.length)
    const { sku, store, data, units } = this.#open[place]
    this.#open[place] = this.#open[this.#open.length - 1]
    this.#open.pop()
    stock.add(sku, store, units)
    address(draft, RELEASED, sku, store)
    draft.data = data
  }
}

function receive(world: World, draft: Draft, lotUnits: number): void {
  const [sku, store] = [drawSku(world), drawStore(world)]
  const units = world.random.between(Math.ceil(lotUnits / 2), Math.ceil(lotUnits * 1.5))
  world.stock.add(sku, store, units)
  address(draft, RECEIVED, sku, store)
  draft.data = `"qty":${units}`
}

function writeOff(world: World, draft: Draft): void {
  const [sku, store] = [drawSku(world), drawStore(world)]
  world.stock.add(sku, store, -1)
  address(draft, WRITTEN_OFF, sku, store)
  draft.data = '"qty":1'
}

/** Somebody counts the shelf and finds about what the books say: up to a fiftieth is missing. */
function count(world: World, draft: Draft): void {
  const [sku, store] = [drawSku(world), drawStore(world)]
  const believed = world.stock.onHand(sku, store)
  const counted = believed - world.random.between(0, Math.floor(believed / 50))
  world.stock.set(sku, store, counted)
  address(draft, STOCK_COUNTED, sku, store)
  draft.data = `"onHand":${counted}`
}
