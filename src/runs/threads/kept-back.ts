/** Up to which id a partition's events are surely in the log, although faults keep some of them back on their way. */
export class KeptBack {
  // By partition: the first id that may be missing, and how many records the log must have accepted until none is.
  readonly #firstId: (number | undefined)[] = []
  readonly #acceptedWhenFree: number[] = []

  /** Events from this id on may be kept back. */
  since(partition: number, id: number): void {
    this.#firstId[partition] ??= id
    this.#acceptedWhenFree[partition] = Infinity
  }

  /** Everything is on its way; so many records were pushed when it was. */
  freed(partition: number, pushed: number): void {
    if (this.#acceptedWhenFree[partition] === Infinity) this.#acceptedWhenFree[partition] = pushed
  }

  /** Of `acked` ids in order, those that are surely in the log once it has accepted so many records. */
  sure(partition: number, acked: number, accepted: number): number {
    const firstId = this.#firstId[partition]
    if (firstId === undefined) return acked
    if (accepted >= this.#acceptedWhenFree[partition]) this.#firstId[partition] = undefined
    return this.#firstId[partition] === undefined ? acked : Math.min(acked, firstId)
  }
}
