import { createRequire } from 'node:module'
import { beforeEach, describe, expect, it } from 'vitest'
import { type SendParts, sendMessages, type SendingBroker } from './send-messages.ts'

const require = createRequire(import.meta.url)
const retry = require('kafkajs/src/retry') as (terms: object) => SendParts['retrier']

interface Produced {
  readonly topicData: readonly { readonly topic: string; readonly partitions: readonly { readonly partition: number; readonly firstSequence: number; readonly messages: readonly unknown[] }[] }[]
}

/** What kafkajs works with, and brokers that answer and die as a test says. */
class World {
  leaders: Record<string, string> = { prices: 'a', order: 'b' }
  readonly written: string[] = []
  readonly sequences = new Map<string, number>()
  /** Called before a broker answers. */
  onProduce: (broker: string) => Promise<void> | void = () => {}

  readonly parts: SendParts = {
    cluster: {
      addMultipleTargetTopics: async () => {},
      refreshMetadataIfNecessary: async () => {},
      refreshMetadata: async () => {},
      findTopicPartitionMetadata: () => [{ partitionId: 0 }],
      findLeaderForPartitions: (topic, partitions) => ({ [this.leaders[topic]]: partitions }),
      findBroker: async ({ nodeId }) => this.#brokers[nodeId],
      removeBroker: () => {},
      isConnected: () => true,
      connect: async () => {},
    },
    partitioner: () => 0,
    eosManager: {
      isTransactional: () => true,
      getTransactionalId: () => 'id',
      getProducerId: () => 1,
      getProducerEpoch: () => 0,
      getSequence: (topic, partition) => this.sequences.get(`${topic}/${partition}`) ?? 0,
      updateSequence: (topic, partition, increment) => this.sequences.set(`${topic}/${partition}`, (this.sequences.get(`${topic}/${partition}`) ?? 0) + increment),
      addPartitionsToTransaction: async () => {},
      acquireBrokerLock: async () => {},
      releaseBrokerLock: async () => {},
    },
    retrier: retry({ retries: 5, initialRetryTime: 1, maxRetryTime: 1, factor: 0.1, multiplier: 1 }),
  }

  readonly #brokers: Readonly<Record<string, SendingBroker>> = Object.fromEntries(['a', 'b'].map((name) => [name, { nodeId: name, produce: (request: object) => this.#produce(name, request as Produced) }]))

  async #produce(broker: string, { topicData }: Produced) {
    await this.onProduce(broker)
    for (const { topic, partitions } of topicData) for (const { firstSequence, messages } of partitions) this.written.push(`${broker} ${topic} ${firstSequence}+${messages.length}`)
    return { topics: topicData.map(({ topic }) => ({ topicName: topic, partitions: [{ partition: 0, baseOffset: '7' }] })) }
  }
}

const SENT = { acks: -1, topicMessages: [{ topic: 'prices', messages: [{ value: '1' }, { value: '2' }] }, { topic: 'order', messages: [{ value: '3' }] }] }
const closed = () => Object.assign(new Error('Closed connection'), { name: 'KafkaJSConnectionClosedError', retriable: true })

describe('a send to two brokers', () => {
  let world: World
  beforeEach(() => {
    world = new World()
  })
  const send = () => sendMessages(world.parts)(SENT)

  it('given both answer, when it is done, then both answers are there, and numbers go on', async () => {
    expect(await send()).toMatchObject([{ topicName: 'prices', partition: 0, baseOffset: '7' }, { topicName: 'order', partition: 0 }])
    await send()
    expect(world.written).toEqual(['a prices 0+2', 'b order 0+1', 'a prices 2+2', 'b order 1+1'])
  })

  it('given one dies after the other has answered, and that one leads from then on, when it is done, then everything was written once', async () => {
    world.onProduce = async (broker) => {
      if (broker !== 'b') return
      await new Promise((resolve) => setImmediate(resolve))
      world.leaders = { prices: 'a', order: 'a' }
      throw closed()
    }
    expect(await send()).toMatchObject([{ topicName: 'prices' }, { topicName: 'order' }])
    expect(world.written).toEqual(['a prices 0+2', 'a order 0+1'])
  })

  it('given one dies before the other has answered, when it is done, then nothing was written twice', async () => {
    world.onProduce = async (broker) => {
      if (broker === 'a') return void (await new Promise((resolve) => setTimeout(resolve, 20)))
      if (world.leaders.order === 'a') return
      world.leaders = { prices: 'a', order: 'a' }
      throw closed()
    }
    await send()
    expect(world.written).toEqual(['a prices 0+2', 'a order 0+1'])
  })

  it('given an answer is lost, when it is sent again, then it has the number that it had', async () => {
    let isLost = true
    world.onProduce = (broker) => {
      if (broker !== 'b' || !isLost) return
      isLost = false
      world.written.push('b order, unanswered')
      throw closed()
    }
    await send()
    expect(world.written.filter((each) => each.startsWith('b'))).toEqual(['b order, unanswered', 'b order 0+1'])
  })

  it('given a broker refuses for good, when it is asked, then that is the error, at once', async () => {
    let asked = 0
    world.onProduce = (broker) => {
      if (broker !== 'b') return
      asked++
      throw Object.assign(new Error('fenced'), { type: 'INVALID_PRODUCER_EPOCH', retriable: false })
    }
    await expect(send()).rejects.toThrow('fenced')
    expect(asked).toBe(1)
  })
})
