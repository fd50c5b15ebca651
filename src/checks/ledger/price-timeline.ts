/** A published value, by the log. */
export interface PublishedPrice {
  readonly version: number
  /** `now` of the batch that committed it. */
  readonly at: number
  readonly priceMinor: number | null
}

/** Everything that was ever published for one item, so that a read can be judged after the fact. */
export class PriceTimeline {
  readonly #prices: PublishedPrice[] = []
  readonly #validity: { readonly version: number; readonly validUntil: number }[] = []

  publish(version: number, at: number, priceMinor: number | null): void {
    this.#prices.push({ version, at, priceMinor })
  }

  setValidity(version: number, validUntil: number): void {
    this.#validity.push({ version, validUntil })
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
}
