import { type BatchMessages, type BatchWriter, Fenced } from './batch-writer.ts'
import { brokerErrorOf, type KafkaClient, type Producer } from './client.ts'

/** What a broker answers to a producer whose transactional id was taken over. */
const FENCED = new Set(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'INVALID_TXN_STATE', 'INVALID_PRODUCER_ID_MAPPING'])

/**
 * Exactly once: outputs and order record in one transaction. One transactional id a partition number: whoever opens it
 * last has it, and what its predecessor left half done is aborted by then.
 */
export class TransactionWriter implements BatchWriter {
  readonly #client: KafkaClient
  readonly #transactionalId: string
  readonly #partition: number
  #producer: Producer | undefined

  constructor(client: KafkaClient, transactionalId: string, partition: number) {
    this.#client = client
    this.#transactionalId = transactionalId
    this.#partition = partition
  }

  async open(): Promise<void> {
    await this.close()
    this.#producer = this.#client.producer(this.#transactionalId)
    await this.#producer.connect()
    const transaction = await this.#producer.transaction()
    await transaction.abort()
  }

  async write({ outputs, orderTopic, order }: BatchMessages): Promise<number> {
    try {
      const transaction = await this.#producer!.transaction()
      for (const topicMessages of outputs.slice(0, -1)) await transaction.sendBatch({ topicMessages })
      const sent = await transaction.sendBatch({ topicMessages: [...(outputs.at(-1) ?? []), { topic: orderTopic, messages: [order()] }] })
      await transaction.commit()
      return Number(sent.find(({ topicName }) => topicName === orderTopic)!.baseOffset)
    } catch (error) {
      throw FENCED.has(brokerErrorOf(error)) ? new Fenced(this.#partition) : error
    }
  }

  async close(): Promise<void> {
    await this.#producer?.disconnect()
    this.#producer = undefined
  }
}
