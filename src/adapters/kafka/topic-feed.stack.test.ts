import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { testBrokers } from '../../testing/kafka-world.ts'
import { testServer } from '../../testing/real-servers.ts'
import { addToxic, enableProxy, knownProxies, removeToxic } from '../toxiproxy/client.ts'
import { type FetchCluster, KafkaClient } from './client.ts'
import type { Lane } from './lane.ts'
import { ensureTopics } from './topic-admin.ts'
import { TopicFeed } from './topic-feed.ts'
import { planTopics } from './topic-plan.ts'

const HELD_MAX = 1 << 16
const SENDS = 100
const RECORDS_A_SEND = 100
const line = (n: number) => `{"topic":"sales_events","id":"g1-0-${n}","data":"${'x'.repeat(150)}"}`

/** Waits until the lane holds as much as it held a while ago. */
async function settled(lane: Lane): Promise<number> {
  for (let before = -1; ; ) {
    if (lane.held > 0 && lane.held === before) return before
    before = lane.held
    await setTimeout(500)
  }
}

/** A topic of its own, and what sends a hundred lines of it to its first partition. */
async function newTopic(client: KafkaClient, partitions: number) {
  const prefix = `feed-${randomUUID()}.`
  const topic = `${prefix}sales_events`
  await ensureTopics(client, planTopics(prefix, { partitions, replication: 1 }), { mayCreate: true })
  const producer = client.producer()
  await producer.connect()
  const send = (from: number) => producer.send({ topic, messages: Array.from({ length: RECORDS_A_SEND }, (_, n) => ({ partition: 0, value: line(from + n) })) })
  return { topic, send, close: () => producer.disconnect() }
}

test('given far more in a topic than a lane may hold, when nobody takes it, then the lane stays within its bound, and afterwards brings all of it in order', async () => {
  const client = new KafkaClient({ brokers: testBrokers() })
  const { topic, send, close } = await newTopic(client, 1)
  for (let sent = 0; sent < SENDS; sent++) await send(sent * RECORDS_A_SEND)
  await close()

  const feed = new TopicFeed(client, { sources: [{ topic, partition: 0, from: 0 }], heldMax: HELD_MAX })
  await feed.start()
  expect(await settled(feed.lane(topic, 0))).toBeLessThan(3 * HELD_MAX)

  const taken: string[] = []
  let heldMost = 0
  while (taken.length < SENDS * RECORDS_A_SEND) {
    const { raised } = feed.arrival
    const lane = feed.lane(topic, 0)
    heldMost = Math.max(heldMost, lane.held)
    const record = lane.shift()
    if (record) taken.push(record.value)
    else await feed.arrival.waitSince(raised, 1000)
  }
  await feed.stop()
  expect(heldMost).toBeLessThan(3 * HELD_MAX)
  expect(taken).toEqual(Array.from({ length: SENDS * RECORDS_A_SEND }, (_, n) => line(n)))
})

/** Tells of each fetch how many partitions it asks for, and for how long it may wait. */
class WatchedClient extends KafkaClient {
  readonly fetches: { readonly partitions: number; readonly waitMs: number }[] = []

  override fetchCluster(): FetchCluster {
    const cluster = super.fetchCluster()
    const find = cluster.findBroker.bind(cluster)
    cluster.findBroker = async (wanted) => {
      const broker = await find(wanted)
      return {
        disconnect: () => broker.disconnect(),
        fetch: (request) => {
          this.fetches.push({ partitions: request.topics.flatMap(({ partitions }) => partitions).length, waitMs: request.maxWaitTime })
          return broker.fetch(request)
        },
      }
    }
    return cluster
  }
}

test('given a full lane beside one where nothing comes, then no fetch waits at the broker, which could not be told of the room that is made', async () => {
  const client = new WatchedClient({ brokers: testBrokers() })
  const { topic, send, close } = await newTopic(client, 2)
  for (let sent = 0; sent < SENDS / 10; sent++) await send(sent * RECORDS_A_SEND)
  await close()

  const feed = new TopicFeed(client, { sources: [0, 1].map((partition) => ({ topic, partition, from: 0 })), heldMax: HELD_MAX })
  await feed.start()
  await settled(feed.lane(topic, 0))
  const besideFull = client.fetches.filter(({ partitions }) => partitions === 1)
  while (feed.lane(topic, 0).shift()) await feed.arrival.waitSince(feed.arrival.raised, 1)
  await setTimeout(500)
  await feed.stop()
  expect(besideFull.length).toBeGreaterThan(0)
  expect(new Set(besideFull.map(({ waitMs }) => waitMs))).toEqual(new Set([0]))
  expect(client.fetches.at(-1)).toEqual({ partitions: 2, waitMs: 100 })
})

const CUT_MS = 1500
const HALF_AN_ANSWER = { name: 'half-an-answer', type: 'limit_data', stream: 'downstream', toxicity: 1, attributes: { bytes: 2000 } } as const

/** What cuts a way, and what mends it. */
const CUTS: Readonly<Record<string, { readonly cut: (toxiproxy: string) => Promise<void>; readonly mend: (toxiproxy: string) => Promise<void> }>> = {
  'between two answers': { cut: (toxiproxy) => enableProxy(toxiproxy, 'kafka-1', false), mend: (toxiproxy) => enableProxy(toxiproxy, 'kafka-1', true) },
  'in the middle of an answer': { cut: (toxiproxy) => addToxic(toxiproxy, 'kafka-1', HALF_AN_ANSWER), mend: (toxiproxy) => removeToxic(toxiproxy, 'kafka-1', HALF_AN_ANSWER.name) },
}

test.each(Object.keys(CUTS))('given the way to the brokers is cut %s, when it is back, then records come again', async (how) => {
  const toxiproxy = testServer('toxiproxy')
  const { listen } = (await knownProxies(toxiproxy)).find(({ name }) => name === 'kafka-1')!
  const [client, direct] = [new KafkaClient({ brokers: [listen] }), new KafkaClient({ brokers: testBrokers() })]
  const { topic, send, close } = await newTopic(direct, 1)
  const feed = new TopicFeed(client, { sources: [{ topic, partition: 0, from: 0 }], heldMax: HELD_MAX })
  await feed.start()
  const taken: string[] = []
  const arrive = async (count: number) => {
    while (taken.length < count) {
      const { raised } = feed.arrival
      const record = feed.lane(topic, 0).shift()
      if (record) taken.push(record.value)
      else await feed.arrival.waitSince(raised, 1000)
    }
  }
  await send(0)
  await arrive(RECORDS_A_SEND)

  await CUTS[how].cut(toxiproxy)
  await send(RECORDS_A_SEND)
  await setTimeout(CUT_MS)
  await CUTS[how].mend(toxiproxy)
  await arrive(2 * RECORDS_A_SEND)
  expect(taken).toEqual(Array.from({ length: 2 * RECORDS_A_SEND }, (_, n) => line(n)))
  await Promise.all([feed.stop(), close()])
})
