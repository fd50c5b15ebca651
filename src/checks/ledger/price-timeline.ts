import { countUntil } from './count-until.ts'

/** A published value, by the log. */
export interface PublishedPrice {
  readonly version: number
  /** `now` of the batch that committed it. */
  readonly at: number
  readonly priceMinor: number | null
  /** At the worst admissible quantity; null where that is no lower. */
  readonly worstUnitMinor: number | null
}

/** What a price update says of a version. */
export interface ToldPrice {
  readonly version: number
  readonly priceMinor: number | null
  readonly validUntil: number
}

/** Everything that was ever published for one item, so that a read can be judged after the fact. */
export class PriceTimeline {
  readonly #prices: PublishedPrice[] = []
  readonly #validity: ToldPrice[] = []

  publish(published: PublishedPrice): void {
    this.#prices.push(published)
  }

  /** False where it says nothing that the update before it had not said. */
  tell(told: ToldPrice): boolean {
    const before = this.told
    this.#validity.push(told)
    if (!before || before.priceMinor !== told.priceMinor || before.validUntil !== told.validUntil) return true
    return this.find(before.version)?.worstUnitMinor !== this.find(told.version)?.worstUnitMinor
  }

  /** By the newest update. */
  get told(): ToldPrice | undefined {
    return this.#validity.at(-1)
  }

  get newest(): PublishedPrice | undefined {
    return this.#prices.at(-1)
  }

  /** The versions that were the newest at some time from `from` to `to`, oldest first; none where nothing was published by then. */
  between(from: number, to: number): readonly PublishedPrice[] {
    return this.#prices.slice(Math.max(0, this.#countAt(from) - 1), this.#countAt(to))
  }

  find(version: number): PublishedPrice | undefined {
    // Versions count from 1 without a gap, unless something is wrong.
    const guess = this.#prices[version - 1]
    return guess?.version === version ? guess : this.#prices.find((price) => price.version === version)
  }

  /** By the newest update at or before the version: later versions may change only floor or cost. */
  validUntil(version: number): number | undefined {
    return this.#validity.findLast((update) => update.version <= version)?.validUntil
  }

  #countAt(now: number): number {
    return countUntil(this.#prices.length, (entry) => this.#prices[entry].at, now)
  }
}
