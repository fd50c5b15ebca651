import { crc32 } from 'node:zlib'
import { ORDER_PREFIX, orderHead, orderRecord } from '../engine/kernel/order-record.ts'
import type { Checkpoint, Checkpoints, Commit, CommittedBatch, EventLog, InputBatch } from '../engine/kernel/ports.ts'

/** As in the log on disk: an input that looks like an order record gets a space in front. */
const escaped = (record: string): string => (record.startsWith(ORDER_PREFIX) ? ` ${record}` : record)

/** The log as a list of lines in memory: same records, same order, same atomicity as the one on disk. */
export class ModelLog implements EventLog {
  readonly lines: string[] = []
  #arrived: string[] = []
  #pending: InputBatch = { firstOffset: 0, records: [], more: false }
  readonly #batchRecordsMax: number

  constructor(batchRecordsMax = 50) {
    this.#batchRecordsMax = batchRecordsMax
  }

  /** A producer sends; the record is accepted at the next `take`. */
  send(record: string): void {
    this.#arrived.push(record)
  }

  async take(): Promise<InputBatch> {
    if (this.#pending.records.length > 0 || this.#arrived.length === 0) return this.#pending
    const records = this.#arrived.splice(0, this.#batchRecordsMax).map(escaped)
    const firstOffset = this.lines.length
    this.lines.push(...records)
    return (this.#pending = { firstOffset, records, more: this.#arrived.length > 0 })
  }

  async commit(commit: Commit): Promise<number> {
    const open = [...this.#pending.records, ...commit.lines]
    const head = orderHead(commit)
    const crc = crc32(open.map((line) => `${line}\n`).join('') + head)
    this.lines.push(...commit.lines, orderRecord(head, crc))
    this.#pending = { firstOffset: 0, records: [], more: false }
    return this.lines.length
  }

  async *committed(offset: number): AsyncIterable<CommittedBatch> {
    let first = offset
    for (let at = offset; at < this.lines.length; at++) {
      if (!this.lines[at].startsWith(ORDER_PREFIX)) continue
      const { batch, now, inputs } = JSON.parse(this.lines[at]) as { batch: number; now: number; inputs: number }
      yield { firstOffset: first, records: this.lines.slice(first, first + inputs), batch, now, nextOffset: at + 1 }
      first = at + 1
    }
  }

  /** The log as bytes, as a file would hold them. */
  bytes(): Buffer {
    return Buffer.from(this.lines.map((line) => `${line}\n`).join(''))
  }
}

/** Checkpoints that survive a crash of the bolts, not of the world. */
export class ModelCheckpoints implements Checkpoints {
  #newest: Checkpoint | undefined

  async save(checkpoint: Checkpoint, published?: Promise<boolean>): Promise<void> {
    if ((await published) === false) return
    this.#newest = { ...checkpoint, parts: copy(checkpoint.parts) }
  }

  async newest(): Promise<Checkpoint | undefined> {
    return this.#newest && { ...this.#newest, parts: copy(this.#newest.parts) }
  }
}

/** A program that was restored writes on in what it was given: the saved state must not be the same memory. */
function copy(parts: Checkpoint['parts']): Checkpoint['parts'] {
  return Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? part : part.slice()]))
}
