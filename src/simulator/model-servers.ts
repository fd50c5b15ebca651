import type { Lease, Projection } from '../engine/kernel/ports.ts'
import { type PriceCache, type PriceStore, type PublishedPrice, Unavailable } from '../engine/pricing/ports.ts'
import type { ActiveFaults } from './faults/active-faults.ts'
import type { Simulation } from './simulation.ts'

type Server = 'cache' | 'store'

// One each: an outage refuses by the hundred, and every new error would write down where it was made.
const REFUSALS: Readonly<Record<Server, Unavailable>> = { cache: new Unavailable('cache'), store: new Unavailable('store') }

/** The cache or the store as one worker reaches it, or does not. */
export class ServerOfWorker implements Projection<PublishedPrice> {
  readonly #server: Server
  readonly #worker: string
  readonly #prices: Projection<PublishedPrice>
  readonly #faults: ActiveFaults
  readonly #simulation: Simulation

  constructor(server: Server, worker: number, prices: Projection<PublishedPrice>, faults: ActiveFaults, simulation: Simulation) {
    this.#server = server
    this.#worker = String(worker)
    this.#prices = prices
    this.#faults = faults
    this.#simulation = simulation
  }

  apply(prices: readonly PublishedPrice[], lease: Lease): Promise<void> {
    const server = this.#server
    const late = this.#faults.on(server, 'latency', undefined, server)
    if (late) return this.#applyLate(prices, lease, Number(late.attributes.latency))
    return this.#faults.isCalm(server) && this.#faults.isCalm('worker') ? this.#prices.apply(prices, lease) : this.#applyNow(prices, lease)
  }

  async #applyLate(prices: readonly PublishedPrice[], lease: Lease, latencyMs: number): Promise<void> {
    await this.#simulation.waitUntil(this.#simulation.elapsedMs + latencyMs)
    return this.#applyNow(prices, lease)
  }

  async #applyNow(prices: readonly PublishedPrice[], lease: Lease): Promise<void> {
    const server = this.#server
    if (this.#faults.on(server, 'down', undefined, server) || this.#faults.cutsOff(this.#worker, server, server)) throw REFUSALS[server]
    await this.#prices.apply(prices, lease)
    if (this.#faults.on(server, 'timeout', undefined, server)) throw REFUSALS[server]
  }
}

/** What a reader has instead of the cache or the store: refusals, and answers that never come. */
export function reachable<Prices extends PriceCache | PriceStore>(server: Server, prices: Prices, faults: ActiveFaults): Pick<Prices, 'read' | 'apply'> {
  return {
    apply: (published: readonly PublishedPrice[], lease: Lease) => prices.apply(published, lease),
    async read(sku: string, store: string) {
      if (faults.on(server, 'down', undefined, 'serve') || faults.on(server, 'timeout', undefined, 'serve')) throw REFUSALS[server]
      return prices.read(sku, store)
    },
  } as Pick<Prices, 'read' | 'apply'>
}
