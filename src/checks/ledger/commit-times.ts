import { countUntil } from './count-until.ts'

/** The recorded times of a partition's commits: each renews the lease. */
export class CommitTimes {
  // Distinct and rising.
  readonly #times: number[] = []

  add(now: number): void {
    if (now !== this.#times.at(-1)) this.#times.push(now)
  }

  /** The newest commit at or before `now`; −Infinity before the first. */
  newestAt(now: number): number {
    return this.#times[this.#after(now) - 1] ?? -Infinity
  }

  /**
   * The newest commit that every reader must have seen at `now`. Commit and publication are two steps, and a crash may
   * come between them: only when the partition goes on to its next batch is the one before it certainly published.
   */
  settledAt(now: number): number {
    return this.#times[this.#after(now) - 2] ?? -Infinity
  }

  /** How many commits are at or before `now`. */
  #after(now: number): number {
    return countUntil(this.#times.length, (entry) => this.#times[entry], now)
  }
}
