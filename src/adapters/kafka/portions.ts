import type { Message, TopicMessages } from './client.ts'

/** Brokers refuse more than 1 MiB in one portion of a topic. */
const BYTES_MAX = 900_000
/** Of a record beyond its value: lengths, offset, time, key. */
const RECORD_BYTES = 100

/** Collects what a batch writes, by topic, in portions that can be sent one after the other. */
export class Portions {
  readonly #portions: Map<string, Message[]>[] = []
  readonly #open = new Map<string, { portion: number; bytes: number }>()

  add(topic: string, message: Message & { readonly value: string }): void {
    const open = this.#open.get(topic) ?? this.#begin(topic, 0)
    const bytes = RECORD_BYTES + Buffer.byteLength(message.value)
    if (open.bytes > 0 && open.bytes + bytes > BYTES_MAX) {
      open.portion++
      open.bytes = 0
    }
    open.bytes += bytes
    this.#messagesOf(open.portion, topic).push(message)
  }

  get sends(): readonly TopicMessages[][] {
    return this.#portions.map((portion) => [...portion].map(([topic, messages]) => ({ topic, messages })))
  }

  #begin(topic: string, portion: number) {
    const open = { portion, bytes: 0 }
    this.#open.set(topic, open)
    return open
  }

  #messagesOf(portion: number, topic: string): Message[] {
    const messages = (this.#portions[portion] ??= new Map<string, Message[]>())
    if (!messages.has(topic)) messages.set(topic, [])
    return messages.get(topic)!
  }
}
