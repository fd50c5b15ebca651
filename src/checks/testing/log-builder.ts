import { crc32 } from 'node:zlib'

/** Where everything in the tests begins: a Friday morning. */
export const START = 1_760_000_000_000

export const STORE = 'S1'

/** One partition, one store, the documented defaults. */
export const SCENARIO = {
  schemaVersion: 1,
  partitions: 1,
  catalog: { stores: [STORE] },
  policy: { floorMarginBps: 3_000, dedupeWindowMs: 60_000, foldAfterMs: 250 },
}

/** Offsets of the batch that is being written. */
export interface BatchPlace {
  /** Offset of the batch's n-th input. */
  readonly input: (n: number) => number
  /** Cause of work done by the tick. */
  readonly tick: string
}

export interface BatchPlan {
  readonly now: number
  /** Objects are written as JSON, texts as they are. */
  readonly inputs?: readonly (object | string)[]
  readonly outputs?: (place: BatchPlace) => readonly object[]
  readonly folded?: number
  /** Numbers of inputs of this batch. */
  readonly deduplicated?: readonly number[]
  readonly quarantined?: readonly number[]
  /** Changes the finished order record, for logs that lie. */
  readonly order?: (order: Record<string, unknown>) => object
}

/** Writes a partition's log line by line, as docs/log-format.md has it. */
export class LogBuilder {
  readonly lines: string[] = []
  #batch = 0

  batch({ now, inputs = [], outputs = () => [], folded = 0, deduplicated = [], quarantined = [], order = (record) => record }: BatchPlan): this {
    const first = this.lines.length
    const offsets = (numbers: readonly number[]) => numbers.map((number) => first + number)
    const written = outputs({ input: (n) => first + n, tick: `t${this.#batch}` })
    this.append(...inputs, ...written)
    const record: Record<string, unknown> = { topic: 'order', batch: this.#batch++, now, inputs: inputs.length, folded }
    if (deduplicated.length > 0) record.deduplicated = offsets(deduplicated)
    if (quarantined.length > 0) record.quarantined = offsets(quarantined)
    // The checksum covers what the order record says, also where that is a lie.
    const { crc: _, ...told } = order({ ...record, crc: 0 }) as Record<string, unknown>
    const crc = crc32(this.lines.slice(first).map((line) => `${line}\n`).join('') + JSON.stringify(told).slice(0, -1))
    return this.append({ ...told, crc: (order({ ...record, crc }) as { crc: unknown }).crc })
  }

  /** Lines outside of any batch: in flight, or void. */
  append(...lines: readonly (object | string)[]): this {
    for (const line of lines) this.lines.push(typeof line === 'string' ? line : JSON.stringify(line))
    return this
  }

  bytes(): Buffer {
    return Buffer.from(this.lines.map((line) => `${line}\n`).join(''))
  }
}
