import type { Message, TopicMessages } from './client.ts'

/** Brokers refuse more than 1 MiB in one portion of a topic; a character takes three bytes at most, and its message some. */
const CHARACTERS_MAX = 300_000
/** kafkajs takes time by the square of the messages that one send has for a partition. */
const MESSAGES_MAX = 1000

/** Collects what a batch writes, by topic, in portions that can be sent one after the other. */
export class Portions {
  readonly #portions: Map<string, Message[]>[] = []
  readonly #open = new Map<string, { portion: number; messages: number; characters: number }>()

  add(topic: string, message: Message & { readonly value: string }): void {
    const open = this.#open.get(topic) ?? this.#begin(topic, 0)
    const isFull = open.messages === MESSAGES_MAX || (open.messages > 0 && open.characters + message.value.length > CHARACTERS_MAX)
    const { portion } = Object.assign(open, isFull ? { portion: open.portion + 1, messages: 0, characters: 0 } : {})
    open.messages++
    open.characters += message.value.length
    this.#messagesOf(portion, topic).push(message)
  }

  get sends(): readonly TopicMessages[][] {
    return this.#portions.map((portion) => [...portion].map(([topic, messages]) => ({ topic, messages })))
  }

  #begin(topic: string, portion: number) {
    const open = { portion, messages: 0, characters: 0 }
    this.#open.set(topic, open)
    return open
  }

  #messagesOf(portion: number, topic: string): Message[] {
    const messages = (this.#portions[portion] ??= new Map<string, Message[]>())
    if (!messages.has(topic)) messages.set(topic, [])
    return messages.get(topic)!
  }
}
