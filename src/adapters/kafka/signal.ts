/** Wakes sleeping loops: each raise changes a count on which they wait. */
export class Signal {
  readonly #sleepers = new Set<() => void>()
  #raised = 0

  /** What `waitSince` compares with: take it before looking for work. */
  get raised(): number {
    return this.#raised
  }

  raise(): void {
    this.#raised++
    for (const wake of this.#sleepers) wake()
    this.#sleepers.clear()
  }

  /** Sleeps until it is raised, at most `timeoutMs`; not at all if it was raised since `raised` was taken. */
  async waitSince(raised: number, timeoutMs: number): Promise<void> {
    if (this.#raised !== raised) return
    await new Promise<void>((resolve) => {
      const wake = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#sleepers.delete(wake)
        resolve()
      }, timeoutMs)
      this.#sleepers.add(wake)
    })
  }
}
