import { crc32 } from 'node:zlib'
import { ORDER_PREFIX, orderHead, orderRecord } from '../engine/kernel/order-record.ts'
import type { Commit, CommittedBatch, EventLog, InputBatch } from '../engine/kernel/ports.ts'
import { LineBytes } from './line-bytes.ts'

/** As in the log on disk: an input that looks like an order record gets a space in front. */
const escaped = (record: string): string => (record.startsWith(ORDER_PREFIX) ? ` ${record}` : record)

/** Somebody else has taken the partition over: whoever is told this must let go of it. */
export class Fenced extends Error {
  constructor(epoch: number, newest: number) {
    super(`owner ${epoch} is fenced: owner ${newest} has the partition`)
    this.name = 'Fenced'
  }
}

/** What a broker promises. The seeded bugs know worse ones. */
export interface BrokerTerms {
  readonly batchRecordsMax: number
  /** Whoever is no longer the owner cannot commit. */
  readonly fences: boolean
  /** An acknowledged record is on disk. */
  readonly syncsBeforeAck: boolean
}

export const BROKER_TERMS: BrokerTerms = { batchRecordsMax: 50, fences: true, syncsBeforeAck: true }

/**
 * The log of one partition: records that producers have sent, and committed batches in their order. What was accepted
 * stays where it is until a commit moves it, with the outputs, into the history: same lines, same order, same atomicity
 * as the one on disk.
 *
 *     append ─▶ not yet on disk ─(sync)─▶ accepted ─(take, commit)─▶ history
 */
export class ModelLog {
  readonly #terms: BrokerTerms
  readonly #bytes = new LineBytes()
  readonly #batches: CommittedBatch[] = []
  #unsynced: string[] = []
  #accepted: string[] = []
  #taken = 0
  #epoch = 0

  constructor(terms: BrokerTerms = BROKER_TERMS) {
    this.#terms = terms
  }

  get batches(): readonly CommittedBatch[] {
    return this.#batches
  }

  /** Accepted, and not in the history yet. */
  get waiting(): number {
    return this.#accepted.length - this.#taken
  }

  /** A producer's record arrives; it is gone if the broker dies before `sync`. */
  append(record: string): void {
    this.#unsynced.push(escaped(record))
  }

  sync(): void {
    if (this.#unsynced.length === 0) return
    this.#accepted.push(...this.#unsynced)
    this.#unsynced = []
  }

  /** The broker dies. Returns what is lost and was not acknowledged: that is sent again. */
  forgetUnsynced(): readonly string[] {
    const forgotten = this.#unsynced
    this.#unsynced = []
    return this.#terms.syncsBeforeAck ? forgotten : []
  }

  /** A new owner: the one before is fenced from now on. */
  open(): LogSession {
    return new LogSession(this, this.claim())
  }

  /** The epoch of a new owner. */
  claim(): number {
    return ++this.#epoch
  }

  take(): InputBatch {
    this.sync()
    const records = this.#accepted.slice(this.#taken, this.#taken + this.#terms.batchRecordsMax)
    return { firstOffset: this.#bytes.lines, records, more: this.waiting > records.length }
  }

  /** Throws `Fenced` for an epoch that is over. */
  commit({ batch, now, inputs, lines, extra }: Commit, epoch: number): number {
    if (this.#terms.fences && epoch !== this.#epoch) throw new Fenced(epoch, this.#epoch)
    const records = this.#accepted.slice(this.#taken, this.#taken + inputs)
    this.#forgetTaken(inputs)
    const firstOffset = this.#bytes.lines
    const begin = this.#bytes.length
    this.#bytes.add([...records, ...lines])
    const head = orderHead({ batch, now, inputs, lines, extra })
    this.#bytes.add([orderRecord(head, crc32(head, crc32(this.#bytes.from(begin))))])
    this.#batches.push({ firstOffset, records, batch, now, nextOffset: this.#bytes.lines })
    return this.#bytes.lines
  }

  /** The offset behind the newest batch, where that is this one; throws `Fenced` as `commit` does. */
  offsetBehind(batch: number, epoch: number): number | undefined {
    if (this.#terms.fences && epoch !== this.#epoch) throw new Fenced(epoch, this.#epoch)
    const newest = this.#batches.at(-1)
    return newest?.batch === batch ? newest.nextOffset : undefined
  }

  *committed(offset: number): Generator<CommittedBatch, void> {
    const first = this.#batches.findIndex((batch) => batch.firstOffset >= offset)
    if (first < 0) return
    for (let at = first; at < this.#batches.length; at++) yield this.#batches[at]
  }

  /** The log as bytes, as a file would hold them; what was accepted and not committed stands at the end. */
  bytes(): Buffer {
    return this.#bytes.followedBy(this.#accepted.slice(this.#taken))
  }

  #forgetTaken(inputs: number): void {
    this.#taken += inputs
    if (this.#taken * 2 < this.#accepted.length) return
    this.#accepted = this.#accepted.slice(this.#taken)
    this.#taken = 0
  }
}

const NOTHING: InputBatch = { firstOffset: 0, records: [], more: false }

/** The log as one owner has it, until somebody else takes the partition over. */
export class LogSession implements EventLog {
  readonly #log: ModelLog
  readonly #epoch: number
  #pending = NOTHING

  constructor(log: ModelLog, epoch: number) {
    this.#log = log
    this.#epoch = epoch
  }

  /** What was taken and not committed is given again. */
  async take(): Promise<InputBatch> {
    if (this.#pending.records.length === 0) this.#pending = this.#log.take()
    return this.#pending
  }

  async commit(commit: Commit): Promise<number> {
    const offset = this.#log.commit(commit, this.#epoch)
    this.#pending = NOTHING
    return offset
  }

  /** Whether a commit that was not answered is there: its offset, or undefined. */
  look(batch: number): number | undefined {
    const offset = this.#log.offsetBehind(batch, this.#epoch)
    if (offset !== undefined) this.#pending = NOTHING
    return offset
  }

  async *committed(offset: number): AsyncIterable<CommittedBatch> {
    yield* this.#log.committed(offset)
  }
}
