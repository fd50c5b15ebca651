import { setImmediate } from 'node:timers/promises'
import { type BatchMessages, type BatchWriter, Fenced } from './batch-writer.ts'
import { brokerErrorOf, type KafkaClient, type Producer, type TopicMessages } from './client.ts'

/** What a broker answers to a producer whose transactional id was taken over. */
const FENCED = new Set(['INVALID_PRODUCER_EPOCH', 'PRODUCER_FENCED', 'INVALID_TXN_STATE', 'INVALID_PRODUCER_ID_MAPPING'])

interface Waiting {
  readonly partition: number
  readonly messages: BatchMessages
  readonly resolve: (orderOffset: number) => void
  readonly reject: (error: unknown) => void
}

/**
 * Exactly once: outputs and order records in one transaction. A transaction costs brokers and us the same whatever is in
 * it, so what several partitions have to write at one time goes into one. Whoever opens its transactional id last has
 * it, and what the one before left half done is aborted by then. A transaction that failed has failed for all that were
 * in it; nobody knows whether it stands, and its producer is thrown away.
 */
export class Transactions {
  readonly #client: KafkaClient
  readonly #transactionalId: string
  #producer: Promise<Producer> | undefined
  #waiting: Waiting[] = []
  #isWriting = false
  #writers = 0

  constructor(client: KafkaClient, transactionalId: string) {
    this.#client = client
    this.#transactionalId = transactionalId
  }

  /** The producer ends with the last of its writers. */
  writer(partition: number): BatchWriter {
    this.#writers++
    return {
      open: async () => void (await this.#opened()),
      write: (messages) => this.#write(partition, messages),
      close: async () => (--this.#writers === 0 ? this.#leaveProducer() : undefined),
    }
  }

  #write(partition: number, messages: BatchMessages): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ partition, messages, resolve, reject })
      if (!this.#isWriting) void this.#writeWaiting()
    })
  }

  async #writeWaiting(): Promise<void> {
    this.#isWriting = true
    // Partitions that take and decide in one turn of the event loop come before its end.
    for (await setImmediate(); this.#waiting.length > 0; await setImmediate()) await this.#writeTogether(this.#waiting.splice(0))
    this.#isWriting = false
  }

  async #writeTogether(all: readonly Waiting[]): Promise<void> {
    try {
      const offsets = await this.#transact(all)
      for (const [index, { resolve }] of all.entries()) resolve(offsets[index])
    } catch (error) {
      void this.#leaveProducer()
      const isFenced = FENCED.has(brokerErrorOf(error))
      for (const { partition, reject } of all) reject(isFenced ? new Fenced(partition) : error)
    }
  }

  /** Resolves to the Kafka offset of each order record. */
  async #transact(all: readonly Waiting[]): Promise<readonly number[]> {
    const producer = await this.#opened()
    const transaction = await producer.transaction()
    const [last, ...before] = sendsOf(all).toReversed()
    for (const topicMessages of before.toReversed()) await transaction.sendBatch({ topicMessages })
    const sent = await transaction.sendBatch({ topicMessages: [...last, ...all.map(({ messages: { orderTopic, order } }) => ({ topic: orderTopic, messages: [order()] }))] })
    await transaction.commit()
    return all.map(({ partition, messages: { orderTopic } }) => Number(sent.find((each) => each.topicName === orderTopic && each.partition === partition)!.baseOffset))
  }

  #opened(): Promise<Producer> {
    return (this.#producer ??= this.#open())
  }

  async #open(): Promise<Producer> {
    try {
      const producer = this.#client.producer(this.#transactionalId)
      await producer.connect()
      const transaction = await producer.transaction()
      await transaction.abort()
      return producer
    } catch (error) {
      this.#producer = undefined
      throw error
    }
  }

  async #leaveProducer(): Promise<void> {
    const producer = this.#producer
    this.#producer = undefined
    await producer?.then((each) => each.disconnect()).catch(() => {})
  }
}

/** What brokers take at once: the first portion of each batch together, then the second ones. There is always a last one. */
function sendsOf(all: readonly Waiting[]): readonly TopicMessages[][] {
  const portions = Math.max(1, ...all.map(({ messages }) => messages.outputs.length))
  return Array.from({ length: portions }, (_, portion) => all.flatMap(({ messages }) => messages.outputs[portion] ?? []))
}
