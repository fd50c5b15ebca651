import type { BatchMessages, BatchWriter } from './batch-writer.ts'
import type { KafkaClient, Producer } from './client.ts'

/**
 * At least once: outputs, then the order record. A worker that ends between the two has written outputs that will be
 * written again, byte for byte; readers tell by their ids and versions. Nobody is fenced.
 */
export class PlainWriter implements BatchWriter {
  readonly #client: KafkaClient
  #producer: Producer | undefined

  constructor(client: KafkaClient) {
    this.#client = client
  }

  async open(): Promise<void> {
    await this.close()
    this.#producer = this.#client.producer()
    await this.#producer.connect()
  }

  async write({ outputs, orderTopic, order }: BatchMessages): Promise<number> {
    for (const topicMessages of outputs) await this.#producer!.sendBatch({ topicMessages })
    const [{ baseOffset }] = await this.#producer!.send({ topic: orderTopic, messages: [order] })
    return Number(baseOffset)
  }

  async close(): Promise<void> {
    await this.#producer?.disconnect()
    this.#producer = undefined
  }
}
