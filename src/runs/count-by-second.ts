/** What a count grew by in each second, from looks that come when they can: between two looks it grew evenly. */
export class CountBySecond {
  readonly #atStartOf: number[] = [0]
  #lookedAtMs = 0
  #count = 0

  look(elapsedMs: number, count: number): void {
    for (let second = this.#atStartOf.length; second * 1000 <= elapsedMs; second++) {
      const share = (second * 1000 - this.#lookedAtMs) / (elapsedMs - this.#lookedAtMs)
      this.#atStartOf[second] = Math.round(this.#count + (count - this.#count) * share)
    }
    this.#lookedAtMs = elapsedMs
    this.#count = count
  }

  /** 0 for a second that is not complete. */
  during(second: number): number {
    return Math.max(0, (this.#atStartOf[second + 1] ?? 0) - (this.#atStartOf[second] ?? 0))
  }
}
