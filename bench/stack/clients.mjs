// node clients.mjs BROKERS kafkajs|platformatic TRANSACTIONS [RECORDS]: transactions like those of a round, one after the other
// under one id: outputs of two partitions and their order records, behind the port that the pipeline writes through
// (BatchWriter). The second client is not the project's: npm install --no-save @platformatic/kafka
import { KafkaClient } from '../../dist/adapters/kafka/client.js'
import { Transactions } from '../../dist/adapters/kafka/transactions.js'
import { Histogram } from '../../dist/reports/histogram.js'
import { PlatformaticClient } from './platformatic-client.mjs'

const [brokers, name, count, records] = [process.argv[2].split(','), process.argv[3], Number(process.argv[4]), Number(process.argv[5] ?? 230)]
const PARTITIONS = [0, 1]
const WARM_UP = 200
const CLIENTS = {
  kafkajs: () => new KafkaClient({ brokers }),
  platformatic: () => new PlatformaticClient(brokers),
}
const [OUTPUTS, ORDER] = [`clients-out-${name}-${Date.now()}`, `clients-order-${name}-${Date.now()}`]
const value = `{"topic":"price_decisions",${'"because":"competitor_undercut",'.repeat(18)}"end":0}`

const admin = new KafkaClient({ brokers }).admin()
await admin.connect()
await admin.createTopics({ waitForLeaders: true, topics: [OUTPUTS, ORDER].map((topic) => ({ topic, numPartitions: PARTITIONS.length })) })
const transactions = new Transactions(CLIENTS[name](), `clients-${name}-${Date.now()}`)
const writers = PARTITIONS.map((partition) => transactions.writer(partition))
for (const writer of writers) await writer.open()
await writeTransactions(WARM_UP, new Histogram())
const [latency, cpu, began] = [new Histogram(), process.cpuUsage(), performance.now()]
await writeTransactions(count, latency)
const [seconds, { user, system }] = [(performance.now() - began) / 1000, process.cpuUsage(cpu)]
const written = (await Promise.all([OUTPUTS, ORDER].map((topic) => admin.fetchTopicOffsets(topic)))).map((ends) => ends.reduce((sum, { high }) => sum + Number(high), 0))
for (const writer of writers) await writer.close()
await admin.deleteTopics({ topics: [OUTPUTS, ORDER] })
await admin.disconnect()
process.stdout.write(`${JSON.stringify({ name, transactions: count, recordsEach: records * PARTITIONS.length, p50Ms: latency.percentile(50), p99Ms: latency.percentile(99), aSecond: Math.round(count / seconds), cpuMsEach: Number(((user + system) / 1000 / count).toFixed(2)), written })}\n`)

async function writeTransactions(all, latency) {
  for (let n = 0; n < all; n++) {
    const began = performance.now()
    await Promise.all(writers.map((writer, partition) => writer.write(batchOf(partition, n))))
    latency.record(Math.round((performance.now() - began) * 1000))
  }
}

function batchOf(partition, n) {
  const messages = Array.from({ length: records }, (_, each) => ({ partition, key: `SKU-${each}`, value }))
  return { outputs: [[{ topic: OUTPUTS, messages }]], orderTopic: ORDER, order: () => ({ partition, value: `{"batch":${n}}` }) }
}
