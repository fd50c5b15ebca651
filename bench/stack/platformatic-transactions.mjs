// What ../../src/adapters/kafka/transactions.ts does, by another client (docs/decisions/0030).
import { setImmediate, setTimeout } from 'node:timers/promises'

const BUSY = 'CONCURRENT_TRANSACTIONS'
const AGAIN_AFTER_MS = 2

export class PlatformaticTransactions {
  #producer
  #waiting = []
  #isWriting = false
  #writers = 0

  constructor(brokers, transactionalId) {
    this.#producer = openProducer(brokers, transactionalId)
  }

  writer() {
    this.#writers++
    return {
      open: async () => void (await this.#producer),
      write: (messages) => this.#write(messages),
      close: async () => (--this.#writers === 0 ? (await this.#producer).close() : undefined),
    }
  }

  #write(messages) {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ messages, resolve, reject })
      if (!this.#isWriting) void this.#writeWaiting()
    })
  }

  async #writeWaiting() {
    this.#isWriting = true
    for (await setImmediate(); this.#waiting.length > 0; await setImmediate()) await this.#writeTogether(this.#waiting.splice(0))
    this.#isWriting = false
  }

  async #writeTogether(all) {
    try {
      const transaction = await insisting(async () => (await this.#producer).beginTransaction())
      const { offsets } = await insisting(() => transaction.send({ messages: all.flatMap(({ messages }) => messagesOf(messages)) }))
      await transaction.commit()
      for (const { messages, resolve } of all) resolve(Number(offsets.find(({ topic, partition }) => topic === messages.orderTopic && partition === messages.order().partition).offset))
    } catch (error) {
      for (const { reject } of all) reject(error)
    }
  }
}

async function openProducer(clientBrokers, transactionalId) {
  const { Producer, stringSerializers } = await import('@platformatic/kafka')
  return new Producer({ clientId: 'promo', bootstrapBrokers: clientBrokers, transactionalId, idempotent: true, acks: -1, retries: 100, retryDelay: AGAIN_AFTER_MS, serializers: stringSerializers })
}

/** A transaction that follows another at once is told to come again. */
async function insisting(ask) {
  for (;;) {
    try {
      return await ask()
    } catch (error) {
      if (!JSON.stringify(error, ['message', 'errors', 'apiId', 'cause']).includes(BUSY)) throw error
      await setTimeout(AGAIN_AFTER_MS)
    }
  }
}

const messagesOf = ({ outputs, orderTopic, order }) =>
  [...outputs.flat(), { topic: orderTopic, messages: [order()] }].flatMap(({ topic, messages }) => messages.map(({ partition, key, value }) => ({ topic, partition, key: key ?? undefined, value })))
