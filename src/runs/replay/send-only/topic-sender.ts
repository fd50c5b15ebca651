import { Signal } from '../../../adapters/kafka/signal.ts'
import type { Message, TopicMessages } from '../../../adapters/kafka/client.ts'
import type { SharedProducer } from '../../../adapters/kafka/shared-producer.ts'

/** Together below what a broker takes at once, whatever partitions they go to. */
const SEND_BYTES_MAX = 1 << 19
const SEND_RECORDS_MAX = 2000
/** Read ahead of the brokers. */
const WAITING_MAX = 20_000
const LOOK_EVERY_MS = 1000

interface Waiting {
  readonly topic: string
  readonly message: Message
}

/** Sends messages in the order in which they are given, as fast as the brokers take them: one send at a time. */
export class TopicSender {
  readonly #producer: SharedProducer
  readonly #freed = new Signal()
  #waiting: Waiting[] = []
  #work: Promise<void> | undefined
  #failure: unknown
  /** Acknowledged by the brokers. */
  sent = 0

  constructor(producer: SharedProducer) {
    this.#producer = producer
  }

  /** Waits where too many wait already. */
  async add(topic: string, message: Message): Promise<void> {
    this.#waiting.push({ topic, message })
    this.#work ??= this.#sendAll()
    while (this.#waiting.length >= WAITING_MAX && this.#failure === undefined) await this.#freed.waitSince(this.#freed.raised, LOOK_EVERY_MS)
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Until everything that was added is acknowledged. */
  async end(): Promise<void> {
    await this.#work
    if (this.#failure !== undefined) throw this.#failure
  }

  async #sendAll(): Promise<void> {
    // What is added in the same moment goes together.
    await undefined
    try {
      while (this.#waiting.length > 0) {
        const portion = this.#portion()
        await this.#producer.send(byTopic(portion))
        this.sent += portion.length
        this.#freed.raise()
      }
    } catch (error) {
      this.#failure = error
    }
    this.#work = undefined
    this.#freed.raise()
  }

  #portion(): readonly Waiting[] {
    let [count, bytes] = [0, 0]
    for (const { message } of this.#waiting.slice(0, SEND_RECORDS_MAX)) {
      bytes += message.value?.length ?? 0
      if (count > 0 && bytes > SEND_BYTES_MAX) break
      count++
    }
    return this.#waiting.splice(0, count)
  }
}

const byTopic = (portion: readonly Waiting[]): readonly TopicMessages[] => [...Map.groupBy(portion, ({ topic }) => topic)].map(([topic, all]) => ({ topic, messages: all.map(({ message }) => message) }))
