import { UserError } from '../../engine/kernel/user-error.ts'
import type { Commit, CommittedBatch, EventLog, InputBatch } from '../../engine/kernel/ports.ts'

/** What the pipeline says of a record whose SKU is another partition's. */
const DEAD_LETTER = '{"topic":"dead_letters"'
const CODE = '"code":"foreign_partition"'

/**
 * A log whose owner goes no further once a record stood in a partition that is not its SKU's: its producer hashes in
 * another way, and what else it sends is not decided where it should be. The record's dead letter is committed by then,
 * so whoever goes on afterwards begins behind it.
 */
export class HomeKeysOnly implements EventLog {
  readonly #log: EventLog

  constructor(log: EventLog) {
    this.#log = log
  }

  take(): Promise<InputBatch> {
    return this.#log.take()
  }

  async commit(commit: Commit): Promise<number> {
    const nextOffset = await this.#log.commit(commit)
    const found = commit.lines.find((line) => line.startsWith(DEAD_LETTER) && line.includes(CODE))
    if (found !== undefined) throw foreign(JSON.parse(found))
    return nextOffset
  }

  committed(offset: number): AsyncIterable<CommittedBatch> {
    return this.#log.committed(offset)
  }
}

function foreign({ from, message }: { readonly from: string; readonly message: string }): UserError {
  return new UserError({
    code: 'foreign_partition',
    message,
    place: from,
    rule: 'a SKU stands where Kafka’s own clients put it: murmur2 of the key, modulo the number of partitions, the same in every topic',
    fix: 'let the producer use that hash (librdkafka: partitioner=murmur2_random) and the SKU as key; the record is kept in dead_letters',
    exitCode: 104,
  })
}
