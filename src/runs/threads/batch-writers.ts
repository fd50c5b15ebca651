import type { BatchWriter } from '../../adapters/kafka/batch-writer.ts'
import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { PlainWriter } from '../../adapters/kafka/plain-writer.ts'
import { SharedProducer } from '../../adapters/kafka/shared-producer.ts'
import { Transactions } from '../../adapters/kafka/transactions.ts'
import type { KafkaTarget } from './kafka-target.ts'

type Terms = Pick<KafkaTarget, 'guarantee' | 'prefix'>

/**
 * The writers of the partitions of one place. Without transactions they share a producer. With transactions each partition
 * number has a transactional id, by which one owner fences the one before; partitions that nobody takes over one by one
 * use that of the first of them, and whoever takes all of them over fences it too.
 */
export class BatchWriters {
  readonly #client: KafkaClient
  readonly #kafka: Terms
  readonly #producer: SharedProducer

  constructor(client: KafkaClient, kafka: Terms) {
    this.#client = client
    this.#kafka = kafka
    this.#producer = new SharedProducer(client)
  }

  /** Whoever opens it has the partition; with transactions nobody else has it any more. */
  of(partition: number): BatchWriter {
    return this.#isTransactional ? this.#transactions(partition).writer(partition) : new PlainWriter(this.#producer, partition)
  }

  /** Of partitions that have one owner for as long as the run goes on: what they write at one time is one transaction. */
  together(partitions: readonly number[]): ReadonlyMap<number, BatchWriter> {
    if (!this.#isTransactional) return new Map(partitions.map((partition) => [partition, this.of(partition)]))
    const transactions = this.#transactions(Math.min(...partitions))
    return new Map(partitions.map((partition) => [partition, transactions.writer(partition)]))
  }

  /** Then nobody writes any more, what was half done is aborted, and what was committed can be seen. */
  async takeOver(partitions: readonly number[]): Promise<void> {
    await Promise.all(
      partitions.map(async (partition) => {
        const writer = this.of(partition)
        await writer.open()
        await writer.close()
      }),
    )
  }

  async close(): Promise<void> {
    await this.#producer.close()
  }

  get #isTransactional(): boolean {
    return this.#kafka.guarantee === 'exactly-once'
  }

  #transactions(partition: number): Transactions {
    return new Transactions(this.#client, `${this.#kafka.prefix}${partition}`)
  }
}
