import type { BatchWriter } from '../../adapters/kafka/batch-writer.ts'
import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { PlainWriter } from '../../adapters/kafka/plain-writer.ts'
import { SharedProducer } from '../../adapters/kafka/shared-producer.ts'
import { TransactionWriter } from '../../adapters/kafka/transaction-writer.ts'
import type { KafkaTarget } from './kafka-target.ts'

type Terms = Pick<KafkaTarget, 'guarantee' | 'prefix'>

/** The writers of the partitions of one place. Without transactions they share a producer. */
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
    const { guarantee, prefix } = this.#kafka
    return guarantee === 'exactly-once' ? new TransactionWriter(this.#client, `${prefix}${partition}`, partition) : new PlainWriter(this.#producer, partition)
  }

  async close(): Promise<void> {
    await this.#producer.close()
  }
}
