import type { TopicMessages } from '../../../adapters/kafka/client.ts'
import type { SharedProducer } from '../../../adapters/kafka/shared-producer.ts'
import { homeTopic, skuOfLine } from '../../../adapters/kafka/topics.ts'

/** Below what a broker takes at once, with room for what a message has besides. */
const SEND_CHARACTERS_MAX = 1 << 18
const SEND_RECORDS_MAX = 1000

/** Sends the recorded inputs of one partition to their topics, in their order, ahead of the batches that wait for them. */
export class RecordSender {
  readonly #producer: SharedProducer
  readonly #prefix: string
  readonly #partition: number
  readonly #onFailure: () => void
  #waiting: string[] = []
  #isSending = false
  /** A send of which nobody knows what arrived: sent again, records could be there twice, and the order would be another. */
  failure: Error | undefined

  constructor(producer: SharedProducer, { prefix, partition, onFailure }: { readonly prefix: string; readonly partition: number; readonly onFailure: () => void }) {
    this.#producer = producer
    this.#prefix = prefix
    this.#partition = partition
    this.#onFailure = onFailure
  }

  send(records: readonly string[]): void {
    this.#waiting.push(...records)
    if (!this.#isSending && records.length > 0) void this.#sendAll()
  }

  async #sendAll(): Promise<void> {
    this.#isSending = true
    try {
      while (this.#waiting.length > 0) await this.#producer.send(this.#messagesOf(this.#portion()))
    } catch (error) {
      this.failure = error as Error
      this.#onFailure()
    }
    this.#isSending = false
  }

  #portion(): readonly string[] {
    let [count, characters] = [0, 0]
    while (count < Math.min(this.#waiting.length, SEND_RECORDS_MAX) && (count === 0 || characters + this.#waiting[count].length <= SEND_CHARACTERS_MAX)) characters += this.#waiting[count++].length
    return this.#waiting.splice(0, count)
  }

  #messagesOf(records: readonly string[]): readonly TopicMessages[] {
    const byTopic = Map.groupBy(records, homeTopic)
    return [...byTopic].map(([topic, own]) => ({ topic: this.#prefix + topic, messages: own.map((value) => ({ partition: this.#partition, key: skuOfLine(value), value })) }))
  }
}
