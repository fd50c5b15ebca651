import { expect, test } from 'vitest'
import { KafkaClient } from './client.ts'

/** Where kafkajs keeps what it knows of its brokers. */
interface Hidden {
  readonly brokerPool: { brokers: object }
  removeBroker(address: object): void
}

const addressOf = (port: number) => ({ host: '127.0.0.1', port })

test('given all brokers were removed and others have come, when one of those is removed, then only that one is gone', () => {
  const cluster = new KafkaClient({ brokers: ['127.0.0.1:1'] }).fetchCluster() as unknown as Hidden
  cluster.brokerPool.brokers = { 1: { nodeId: '1', connectionPool: addressOf(1) }, 2: { nodeId: '2', connectionPool: addressOf(2) } }
  cluster.removeBroker(addressOf(2))
  expect(Object.keys(cluster.brokerPool.brokers)).toEqual(['1'])
  cluster.removeBroker(addressOf(1))
  cluster.removeBroker(addressOf(1))
  expect(cluster.brokerPool.brokers).toEqual({})
})
