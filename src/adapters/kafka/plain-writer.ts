import type { BatchMessages, BatchWriter, PlacedOutputs } from './batch-writer.ts'
import type { KafkaClient, Producer, TopicMessages } from './client.ts'

/**
 * At least once: outputs, then the order record, which says where they stand. A worker that ends between the two has
 * written outputs that will be written again, byte for byte; readers tell by their ids and versions. Nobody is fenced.
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
    const placed: PlacedOutputs[] = []
    for (const topicMessages of outputs) placed.push(...(await this.#send(topicMessages)))
    const [{ baseOffset }] = await this.#producer!.send({ topic: orderTopic, messages: [order(placed)] })
    return Number(baseOffset)
  }

  async close(): Promise<void> {
    await this.#producer?.disconnect()
    this.#producer = undefined
  }

  async #send(topicMessages: TopicMessages[]): Promise<readonly PlacedOutputs[]> {
    const sent = await this.#producer!.sendBatch({ topicMessages })
    return topicMessages.map(({ topic, messages }) => ({ topic, from: Number(sent.find(({ topicName }) => topicName === topic)!.baseOffset), count: messages.length }))
  }
}
