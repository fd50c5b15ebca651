import type { Lease, Projection } from '../engine/kernel/ports.ts'
import type { FoundPrice, HeldLease, PriceCache, PriceStore, PublishedPrice } from '../engine/pricing/ports.ts'
import type { PortCall } from './port-call.ts'
import type { PortFaults } from './port-faults.ts'

/** About what one price and its key take on a wire. */
const PRICE_BYTES = 96
const ENVELOPE_BYTES = 32

/** A cache or a store whose writers are under faults. */
class FaultyProjection implements Projection<PublishedPrice> {
  readonly #prices: Projection<PublishedPrice>
  protected readonly faults: PortFaults
  protected readonly port: string
  readonly #spoil: (() => void) | undefined

  constructor(port: string, prices: Projection<PublishedPrice>, faults: PortFaults, spoil?: () => void) {
    this.port = port
    this.#prices = prices
    this.faults = faults
    this.#spoil = spoil
  }

  async apply(prices: readonly PublishedPrice[], lease: Lease): Promise<void> {
    if (this.faults.isQuiet) return this.#prices.apply(prices, lease)
    const requestBytes = ENVELOPE_BYTES + prices.length * PRICE_BYTES
    return this.faults.run({ port: this.port, operation: 'apply', requestBytes, answerBytes: () => ENVELOPE_BYTES, proceed: () => this.#prices.apply(prices, lease), spoil: this.#spoil })
  }

  protected reading<Answer>(proceed: () => Promise<Answer>): PortCall<Answer> {
    return { port: this.port, operation: 'read', requestBytes: ENVELOPE_BYTES, answerBytes: (answer) => ENVELOPE_BYTES + (answer ? PRICE_BYTES : 0), proceed }
  }
}

/** A price cache under faults; `spoil` empties it of what this writer wrote. */
export class FaultyCache extends FaultyProjection implements PriceCache {
  readonly #cache: PriceCache

  constructor(cache: PriceCache, faults: PortFaults, spoil?: () => void) {
    super('the price cache', cache, faults, spoil)
    this.#cache = cache
  }

  async read(sku: string, store: string): Promise<{ readonly price: FoundPrice; readonly lease: HeldLease } | undefined> {
    return this.faults.isQuiet ? this.#cache.read(sku, store) : this.faults.run(this.reading(() => this.#cache.read(sku, store)))
  }
}

/** A price store under faults. */
export class FaultyStore extends FaultyProjection implements PriceStore {
  readonly #store: PriceStore

  constructor(store: PriceStore, faults: PortFaults) {
    super('the price store', store, faults)
    this.#store = store
  }

  async read(sku: string, store: string): Promise<FoundPrice | undefined> {
    return this.faults.isQuiet ? this.#store.read(sku, store) : this.faults.run(this.reading(() => this.#store.read(sku, store)))
  }
}
