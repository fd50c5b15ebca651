// @platformatic/kafka as far as ../../src/adapters/kafka/transactions.ts asks for a client, so that both are measured under
// the same code (docs/decisions/0030).
import { setTimeout } from 'node:timers/promises'

const BUSY = 'CONCURRENT_TRANSACTIONS'
const AGAIN_AFTER_MS = 2

export class PlatformaticClient {
  #brokers

  constructor(brokers) {
    this.#brokers = brokers
  }

  producer(transactionalId) {
    let producer
    return {
      connect: async () => void (producer = await openProducer(this.#brokers, transactionalId)),
      disconnect: () => producer.close(),
      transaction: async () => transactionOf(await insisting(() => producer.beginTransaction())),
    }
  }
}

async function openProducer(bootstrapBrokers, transactionalId) {
  const { Producer, stringSerializers } = await import('@platformatic/kafka')
  return new Producer({ clientId: 'promo', bootstrapBrokers, transactionalId, idempotent: true, acks: -1, retries: 100, retryDelay: AGAIN_AFTER_MS, serializers: stringSerializers })
}

const transactionOf = (transaction) => ({
  commit: () => transaction.commit(),
  // Of one into which nothing was sent: brokers do not know it.
  abort: () => transaction.cancel(),
  async sendBatch({ topicMessages }) {
    const { offsets } = await insisting(() => transaction.send({ messages: topicMessages.flatMap(messagesOf) }))
    return offsets.map(({ topic, partition, offset }) => ({ topicName: topic, partition, baseOffset: String(offset) }))
  },
})

const messagesOf = ({ topic, messages }) => messages.map(({ partition, key, value }) => ({ topic, partition, key: key ?? undefined, value }))

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
