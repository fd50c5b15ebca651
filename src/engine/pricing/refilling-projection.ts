import type { Lease, Projection } from '../kernel/ports.ts'
import type { Program } from '../kernel/program.ts'
import { type CacheLease, PricesLost, type PublishedPrice } from './ports.ts'

/** About 5 ms of Redis. */
const ITEMS_A_PORTION = 1000
/** So that no batch waits long behind a million items. */
const PORTIONS_A_TURN = 5
/** Marks are leases in thousandths of a millisecond: an owner's are above those of the owner before. */
const MARKS_A_MS = 1000

/**
 * Publishes to a cache that may lose what it was given. It has lost something where it does not hold the newest write
 * that it has confirmed, or, for an owner who has just taken over, the lease of the batch from which he goes on. The
 * cache revokes the lease then, everything that stands is published again, some of it each turn, and only when all of
 * it is there is a lease granted.
 */
export class RefillingProjection implements Projection<PublishedPrice> {
  readonly #cache: Projection<PublishedPrice>
  readonly #standing: Program<PublishedPrice>['standing']
  // The first item that has not been published again; undefined while nothing is lost.
  #next: number | undefined
  #mark = 0
  #expectedMark = 0
  #expectedMs: number | undefined

  constructor(cache: Projection<PublishedPrice>, standing: Program<PublishedPrice>['standing']) {
    this.#cache = cache
    this.#standing = standing
  }

  async apply(prices: readonly PublishedPrice[], lease: Lease): Promise<void> {
    this.#expectedMs ??= lease.previousMs ?? 0
    try {
      if (lease.untilMs > 0) await this.#refill(lease.partition)
      await this.#write(prices, lease.partition, this.#next === undefined ? lease.untilMs : 0)
    } catch (error) {
      if (!(error instanceof PricesLost)) throw error
      // What was to be written stands by now: it comes with everything else.
      this.#next = this.#expectedMark = this.#expectedMs = 0
    }
  }

  /** A state that is saved vouches for all prices before it. */
  async settle(): Promise<boolean> {
    return this.#next === undefined && (await (this.#cache.settle?.() ?? true))
  }

  async #refill(partition: number): Promise<void> {
    for (let portion = 0; portion < PORTIONS_A_TURN && this.#next !== undefined; portion++) {
      const prices = this.#standing(this.#next, this.#next + ITEMS_A_PORTION)
      if (prices) await this.#write(prices, partition, 0)
      this.#next = prices && this.#next + ITEMS_A_PORTION
    }
  }

  /** A write whose answer was lost may have come there: nothing is expected of it, and its mark is not used again. */
  async #write(prices: readonly PublishedPrice[], partition: number, untilMs: number): Promise<void> {
    const mark = (this.#mark = Math.max(this.#mark + 1, untilMs * MARKS_A_MS))
    const lease: CacheLease = { partition, untilMs, mark, expectedMark: this.#expectedMark, expectedMs: this.#expectedMs }
    await this.#cache.apply(prices, lease)
    this.#expectedMark = mark
    this.#expectedMs = 0
  }
}
