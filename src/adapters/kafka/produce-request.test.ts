import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeProduceRequest } from './produce-request.ts'

const require = createRequire(import.meta.url)
const Decoder = require('kafkajs/src/protocol/decoder')
const decodeBatch = require('kafkajs/src/protocol/recordBatch/v0/decoder')

/** Reads what Kafka's brokers read, with the decoder of kafkajs. */
async function decoded(request: Buffer) {
  const decoder = new Decoder(request)
  const head = { transactionalId: decoder.readString(), acks: decoder.readInt16(), timeout: decoder.readInt32() }
  const topics = []
  for (let count = decoder.readInt32(); count > 0; count--) topics.push(await decodedTopic(decoder))
  expect(decoder.offset).toBe(request.length)
  return { ...head, topics }
}

async function decodedTopic(decoder: typeof Decoder) {
  const topic = decoder.readString()
  const partitions = []
  for (let count = decoder.readInt32(); count > 0; count--) {
    const partition = decoder.readInt32()
    const end = decoder.readInt32() + decoder.offset
    partitions.push({ partition, ...(await decodeBatch(decoder)) })
    expect(decoder.offset).toBe(end)
  }
  return { topic, partitions }
}

const text = fc.string({ unit: 'grapheme', maxLength: 300 })
const messages = fc.array(
  fc.record({ key: fc.option(text), value: fc.option(text), timestamp: fc.integer({ min: 0, max: 4e12 }).map(String), headers: fc.dictionary(fc.string({ minLength: 1 }).filter((name) => !(name in {})), text, { maxKeys: 2 }) }, { requiredKeys: ['key', 'value'] }),
  { minLength: 1, maxLength: 20 },
)

describe('a produce request', () => {
  it('is read back by kafkajs as it was written', async () => {
    await fc.assert(
      fc.asyncProperty(messages, fc.option(text), async (given, transactionalId) => {
        const request = encodeProduceRequest({ transactionalId, acks: -1, timeout: 30_000, producerId: '42', producerEpoch: 3, topicData: [{ topic: 't', partitions: [{ partition: 7, messages: given, firstSequence: 11 }] }] })
        const { topics, ...head } = await decoded(request)
        expect(head).toEqual({ transactionalId, acks: -1, timeout: 30_000 })
        const [{ partition, records, producerId, producerEpoch, firstSequence, inTransaction, lastOffsetDelta }] = topics[0].partitions
        expect({ partition, producerId, producerEpoch, firstSequence, inTransaction, lastOffsetDelta }).toEqual({ partition: 7, producerId: '42', producerEpoch: 3, firstSequence: 11, inTransaction: Boolean(transactionalId), lastOffsetDelta: given.length - 1 })
        for (const [index, { key, value, timestamp, headers = {} }] of given.entries()) {
          const record = records[index]
          expect([record.key?.toString() ?? null, record.value?.toString() ?? null, record.offset]).toEqual([key, value, String(index)])
          expect(Object.fromEntries(Object.entries(record.headers).map(([name, bytes]) => [name, String(bytes)]))).toEqual({ ...headers })
          if (timestamp !== undefined) expect(record.timestamp).toBe(timestamp)
        }
      }),
    )
  })
})
