import type { Checkpoint, Checkpoints } from '../engine/kernel/ports.ts'

/** Checkpoints that survive the end of a worker, not of the world. The newest offset wins, whoever saved it. */
export class ModelCheckpoints implements Checkpoints {
  #newest: Checkpoint | undefined

  async save(checkpoint: Checkpoint, published?: Promise<boolean>): Promise<void> {
    const parts = copy(checkpoint.parts)
    if ((await published) === false || checkpoint.offset < (this.#newest?.offset ?? 0)) return
    this.#newest = { ...checkpoint, parts }
  }

  async newest(): Promise<Checkpoint | undefined> {
    return this.#newest && { ...this.#newest, parts: copy(this.#newest.parts) }
  }
}

/** A program that was restored writes on in what it was given: the saved state must not be the same memory. */
function copy(parts: Checkpoint['parts']): Checkpoint['parts'] {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? part : part.slice()]))
}
