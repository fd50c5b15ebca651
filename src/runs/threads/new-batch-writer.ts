import type { BatchWriter } from '../../adapters/kafka/batch-writer.ts'
import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { PlainWriter } from '../../adapters/kafka/plain-writer.ts'
import { TransactionWriter } from '../../adapters/kafka/transaction-writer.ts'
import type { KafkaTarget } from './kafka-target.ts'

/** Whoever opens it has the partition; with transactions nobody else has it any more. */
export function newBatchWriter(client: KafkaClient, { guarantee, prefix }: KafkaTarget, partition: number): BatchWriter {
  return guarantee === 'exactly-once' ? new TransactionWriter(client, `${prefix}${partition}`, partition) : new PlainWriter(client)
}
