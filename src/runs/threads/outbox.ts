import type { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { sleepMs, type Doorbell } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'

/** Text a partition collects before it is pushed at once; larger pushes would make large batches. */
const PUSH_CHARACTERS_MAX = 32_768

/**
 * The generator's end of the log: collects lines by partition and hands them to the rings. Where a ring is full it
 * waits, and says for how long: that time is the pipeline's, not the generator's.
 */
export class Outbox {
  readonly #rings: readonly ByteRing[]
  readonly #doorbells: readonly Doorbell[]
  readonly #stopping: () => boolean
  readonly #texts: string[]
  readonly #records: number[]
  /** Milliseconds spent waiting for room. */
  blockedMs = 0

  constructor(rings: readonly ByteRing[], doorbells: readonly Doorbell[], stopping: () => boolean) {
    this.#rings = rings
    this.#doorbells = doorbells
    this.#stopping = stopping
    this.#texts = rings.map(() => '')
    this.#records = rings.map(() => 0)
  }

  add(partition: number, line: string): void {
    this.#texts[partition] += `${line}\n`
    this.#records[partition]++
    if (this.#texts[partition].length >= PUSH_CHARACTERS_MAX) this.#push(partition)
  }

  /** Hands over everything that was collected. */
  flush(): void {
    for (let partition = 0; partition < this.#texts.length; partition++) if (this.#records[partition] > 0) this.#push(partition)
  }

  #push(partition: number): void {
    const text = this.#texts[partition]
    const records = this.#records[partition]
    this.#texts[partition] = ''
    this.#records[partition] = 0
    const doorbell = this.#doorbells[partition % this.#doorbells.length]
    while (!this.#rings[partition].push(text, records, monotonicMs())) {
      if (this.#stopping()) return
      doorbell.ring()
      sleepMs(0.2)
      this.blockedMs += 0.2
    }
    doorbell.ring()
  }
}
