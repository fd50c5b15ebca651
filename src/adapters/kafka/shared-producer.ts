import type { KafkaClient, Producer, RecordMetadata, TopicMessages } from './client.ts'

interface Waiting {
  readonly topicMessages: readonly TopicMessages[]
  readonly resolve: (sent: readonly RecordMetadata[]) => void
  readonly reject: (error: unknown) => void
}

/**
 * One producer for several partitions: what they want to send while one send is on its way goes together in the next,
 * so that a request costs once what it would cost each. A send that failed failed for all that were in it; nobody knows
 * what arrived then, and its producer is thrown away.
 */
export class SharedProducer {
  readonly #client: KafkaClient
  #producer: Promise<Producer> | undefined
  #waiting: Waiting[] = []
  #isSending = false

  constructor(client: KafkaClient) {
    this.#client = client
  }

  /** Resolves when the brokers have it: where, by topic and partition. */
  send(topicMessages: readonly TopicMessages[]): Promise<readonly RecordMetadata[]> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ topicMessages, resolve, reject })
      if (!this.#isSending) void this.#sendWaiting()
    })
  }

  async close(): Promise<void> {
    const producer = this.#producer
    this.#producer = undefined
    await producer?.then((each) => each.disconnect()).catch(() => {})
  }

  async #sendWaiting(): Promise<void> {
    this.#isSending = true
    // Partitions that were told of the last send together come back together.
    for (await undefined; this.#waiting.length > 0; ) await this.#sendTogether(this.#waiting.splice(0))
    this.#isSending = false
  }

  async #sendTogether(all: readonly Waiting[]): Promise<void> {
    try {
      const producer = await (this.#producer ??= this.#open())
      const sent = await producer.sendBatch({ topicMessages: all.flatMap(({ topicMessages }) => topicMessages) })
      for (const { resolve } of all) resolve(sent)
    } catch (error) {
      void this.close()
      for (const { reject } of all) reject(error)
    }
  }

  async #open(): Promise<Producer> {
    const producer = this.#client.producer()
    await producer.connect()
    return producer
  }
}
