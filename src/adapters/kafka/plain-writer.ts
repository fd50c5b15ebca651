import type { BatchMessages, BatchWriter, PlacedOutputs } from './batch-writer.ts'
import type { RecordMetadata, TopicMessages } from './client.ts'
import type { SharedProducer } from './shared-producer.ts'

/**
 * At least once: outputs, then the order record, which says where they stand. A worker that ends between the two has
 * written outputs that will be written again, byte for byte; readers tell by their ids and versions. Nobody is fenced.
 */
export class PlainWriter implements BatchWriter {
  readonly #producer: SharedProducer
  readonly #partition: number

  /** The producer is its owner's, who closes it. */
  constructor(producer: SharedProducer, partition: number) {
    this.#producer = producer
    this.#partition = partition
  }

  async open(): Promise<void> {}

  async write({ outputs, orderTopic, order }: BatchMessages): Promise<number> {
    const placed: PlacedOutputs[] = []
    for (const topicMessages of outputs) placed.push(...(await this.#send(topicMessages)))
    const sent = await this.#producer.send([{ topic: orderTopic, messages: [order(placed)] }])
    return this.#offsetIn(sent, orderTopic)
  }

  async close(): Promise<void> {}

  async #send(topicMessages: TopicMessages[]): Promise<readonly PlacedOutputs[]> {
    const sent = await this.#producer.send(topicMessages)
    return topicMessages.map(({ topic, messages }) => ({ topic, from: this.#offsetIn(sent, topic), count: messages.length }))
  }

  #offsetIn(sent: readonly RecordMetadata[], topic: string): number {
    return Number(sent.find(({ topicName, partition }) => topicName === topic && partition === this.#partition)!.baseOffset)
  }
}
