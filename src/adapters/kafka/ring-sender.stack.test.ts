import { randomUUID } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { readTopic, testBrokers } from '../../testing/kafka-world.ts'
import { ByteRing } from '../embedded/byte-ring.ts'
import { KafkaClient } from './client.ts'
import { RingSender } from './ring-sender.ts'
import { ensureTopics } from './topic-admin.ts'
import { planTopics } from './topic-plan.ts'

const line = (topic: string, n: number, more = '') => `{"topic":"${topic}","id":"g1-0-${n}","sku":"SKU-${n}"${more}}`

describe('what a generator hands over', () => {
  test('is in the topics that its lines name, once and in order, when its ring is empty', async () => {
    const client = new KafkaClient({ brokers: testBrokers() })
    const prefix = `sender-${randomUUID()}.`
    await ensureTopics(client, planTopics(prefix, { partitions: 2, replication: 1 }), { mayCreate: true })
    const rings = [0, 1].map((partition) => ({ partition, ring: ByteRing.create(1 << 22) }))
    const sales = Array.from({ length: 3000 }, (_, n) => line('sales_events', n))
    const long = line('catalog', 7, `,"name":"${'x'.repeat(200_000)}"`)
    const handOver = (partition: number, lines: readonly string[]) => rings[partition].ring.push(lines.map((each) => `${each}\n`).join(''), lines.length, 0)
    handOver(0, [...sales, 'cut in half {"to'])
    handOver(1, [long])

    let isStopping = false
    const sender = new RingSender(client, { prefix, rings, stopping: () => isStopping })
    const running = sender.run()
    while (rings.some(({ ring }) => ring.acceptedCount < ring.pushedCount)) await new Promise((resolve) => setTimeout(resolve, 5))
    isStopping = true
    await running

    expect(await readTopic(client, `${prefix}sales_events`, 0)).toEqual(sales)
    expect(await readTopic(client, `${prefix}demand_events`, 0)).toEqual(['cut in half {"to'])
    expect(await readTopic(client, `${prefix}catalog`, 1)).toEqual([long])
    expect(sender.failures).toBe(0)
  })
})
