import type { Lease, Projection } from '../kernel/ports.ts'
import { itemOf, Unavailable, type PublishedPrice } from './ports.ts'

/**
 * So many of those that wait are written at once. Everything at once would be more than a store takes in its time, and
 * it would be tried again and again for ever.
 */
const PORTION = 1000

/**
 * Publishes to a cache, or a store, that may be out of reach: what could not be written waits, newest version only, and
 * goes first when it is back. Memory is bounded by the number of items. The other one has the prices meanwhile. A turn
 * waits for the target's answer or its refusal, so a slow target slows the intake.
 */
export class PatientProjection implements Projection<PublishedPrice> {
  readonly #target: Projection<PublishedPrice>
  readonly #waiting = new Map<string, PublishedPrice>()

  constructor(target: Projection<PublishedPrice>) {
    this.#target = target
  }

  async apply(prices: readonly PublishedPrice[], lease: Lease): Promise<void> {
    try {
      if (this.#waiting.size > 0) await this.#writeWaiting(lease)
      await this.#target.apply(prices, lease)
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      for (const price of prices) this.#waiting.set(itemOf(price), price)
    }
  }

  async settle(): Promise<boolean> {
    return this.#waiting.size === 0 && (await (this.#target.settle?.() ?? true))
  }

  /**
   * Each waits until it is written, so a refusal in the middle costs one portion. The lease is not renewed by these: while
   * one price is missing, nobody may be promised that the others are the newest.
   */
  async #writeWaiting({ partition }: Lease): Promise<void> {
    const waiting = [...this.#waiting]
    for (let from = 0; from < waiting.length; from += PORTION) {
      const portion = waiting.slice(from, from + PORTION)
      await this.#target.apply(portion.map(([, price]) => price), { partition, untilMs: 0 })
      for (const [item] of portion) this.#waiting.delete(item)
    }
  }
}
