/**
 * Draws from a fixed distribution in constant time (Vose's alias method: M. D. Vose, A linear algorithm for generating
 * random numbers with a given distribution, 1991). Every column holds at most two outcomes and the place between them.
 */
export class AliasTable {
  readonly #alias: Uint32Array
  readonly #ownShare: Float64Array

  /** Weights are relative; at least one, none negative, not all 0. */
  constructor(weights: ArrayLike<number>) {
    const size = weights.length
    let total = 0
    for (let index = 0; index < size; index++) total += weights[index]
    this.#alias = new Uint32Array(size)
    this.#ownShare = Float64Array.from(weights, (weight) => (weight * size) / total)
    this.#fillColumns()
  }

  /** The outcome at `fraction` of [0, 1). */
  draw(fraction: number): number {
    const place = fraction * this.#ownShare.length
    const column = Math.floor(place)
    return place - column < this.#ownShare[column] ? column : this.#alias[column]
  }

  /** Tops up each column that is less than full from one that is more than full. */
  #fillColumns(): void {
    const share = this.#ownShare
    const [small, large] = [new Uint32Array(share.length), new Uint32Array(share.length)]
    let [smalls, larges] = [0, 0]
    share.forEach((own, column) => (own < 1 ? (small[smalls++] = column) : (large[larges++] = column)))
    while (smalls && larges) {
      const [needy, donor] = [small[--smalls], large[larges - 1]]
      this.#alias[needy] = donor
      share[donor] -= 1 - share[needy]
      if (share[donor] < 1) small[smalls++] = large[--larges]
    }
    // Rounding leaves a few columns a hair off full; nothing stands beneath them.
    while (smalls) share[small[--smalls]] = 1
    while (larges) share[large[--larges]] = 1
  }
}
