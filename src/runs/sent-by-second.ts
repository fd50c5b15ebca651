/** Events sent in each second, from looks that come when they can: between two looks they were sent evenly. */
export class SentBySecond {
  readonly #atStartOf: number[] = [0]
  #lookedAtMs = 0
  #sent = 0

  look(elapsedMs: number, sent: number): void {
    for (let second = this.#atStartOf.length; second * 1000 <= elapsedMs; second++) {
      const share = (second * 1000 - this.#lookedAtMs) / (elapsedMs - this.#lookedAtMs)
      this.#atStartOf[second] = Math.round(this.#sent + (sent - this.#sent) * share)
    }
    this.#lookedAtMs = elapsedMs
    this.#sent = sent
  }

  /** 0 for a second that is not complete. */
  during(second: number): number {
    return Math.max(0, (this.#atStartOf[second + 1] ?? 0) - (this.#atStartOf[second] ?? 0))
  }
}
