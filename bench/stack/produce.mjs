// node produce.mjs BROKERS bare|tuned|sender COUNT: producing alone, lines of the peers' mix into their topics, two
// producers. `bare`: kafkajs as it comes, sends of 1,000; `tuned`: the same with our encoding; `sender`: what a run uses,
// out of the rings of its generator.
import { fileURLToPath } from 'node:url'
import { isMainThread, Worker, workerData } from 'node:worker_threads'
import { ByteRing } from '../../dist/adapters/embedded/byte-ring.js'
import { sleepMs } from '../../dist/adapters/embedded/doorbell.js'

const PARTITIONS = 4
const PRODUCERS = 2
const MESSAGES_A_SEND = 1000
const TOPIC = 'demand_events'
const line = (n) => `{"topic":"${TOPIC}","id":"g1-0-${n}","type":"viewed","sku":"SKU-${String(n % 5000).padStart(5, '0')}","store":"S01","ts":1795280130570,"source":"shop","receivedAt":1795280130570,"schemaVersion":1,"data":{"quantity":1,"channel":"online","customer":"c-${n % 100_000}"}}`
const keyOf = (n) => `SKU-${String(n % 5000).padStart(5, '0')}`

if (isMainThread) await main()
else fillRings(workerData)

async function main() {
  const [brokers, mode, count] = [process.argv[2].split(','), process.argv[3], Number(process.argv[4])]
  const prefix = `produce-${mode}-${Date.now()}.`
  const admin = (await clientOf(mode, brokers)).admin()
  await admin.connect()
  await admin.createTopics({ waitForLeaders: true, topics: [{ topic: prefix + TOPIC, numPartitions: PARTITIONS }] })
  const send = mode === 'sender' ? sendFromRings : sendDirectly
  await send(brokers, prefix, Math.floor(count / 4), mode)
  const began = performance.now()
  await send(brokers, prefix, count, mode)
  const seconds = (performance.now() - began) / 1000
  await admin.deleteTopics({ topics: [prefix + TOPIC] })
  await admin.disconnect()
  process.stdout.write(JSON.stringify({ recordsPerSecond: Math.round(count / seconds) }))
}

/** Ours is loaded only where it is asked for: it changes kafkajs for the whole process. */
async function clientOf(mode, brokers) {
  if (mode !== 'bare') return new (await import('../../dist/adapters/kafka/client.js')).KafkaClient({ brokers })
  const { default: kafkajs } = await import('kafkajs')
  const kafka = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING })
  return { admin: () => kafka.admin(), producer: () => kafka.producer({ idempotent: true, maxInFlightRequests: 1 }) }
}

async function sendDirectly(brokers, prefix, count, mode) {
  const client = await clientOf(mode, brokers)
  await Promise.all(Array.from({ length: PRODUCERS }, (_, index) => sendShare(client.producer(), prefix, index, count / PRODUCERS)))
}

async function sendShare(producer, prefix, index, count) {
  await producer.connect()
  for (let n = 0; n < count; ) {
    const messages = Array.from({ length: Math.min(MESSAGES_A_SEND, count - n) }, (_, each) => ({ partition: (each % (PARTITIONS / PRODUCERS)) * PRODUCERS + index, key: keyOf(n + each), value: line(n + each) }))
    await producer.sendBatch({ topicMessages: [{ topic: prefix + TOPIC, messages }] })
    n += messages.length
  }
  await producer.disconnect()
}

async function sendFromRings(brokers, prefix, count) {
  const rings = Array.from({ length: PARTITIONS }, () => ByteRing.create(1 << 22))
  const filler = new Worker(fileURLToPath(import.meta.url), { workerData: { rings: rings.map(({ shared }) => shared), count } })
  let isFilled = false
  filler.once('exit', () => (isFilled = true))
  const { RingSender } = await import('../../dist/adapters/kafka/ring-sender.js')
  const client = await clientOf('sender', brokers)
  const senders = Array.from({ length: PRODUCERS }, (_, index) => {
    const mine = rings.map((ring, partition) => ({ ring, partition })).filter(({ partition }) => partition % PRODUCERS === index)
    return new RingSender(client, { prefix, rings: mine, stopping: () => isFilled })
  })
  await Promise.all(senders.map((sender) => sender.run()))
}

/** The generator's part, from lines made beforehand. */
function fillRings({ rings: shared, count }) {
  const rings = shared.map((each) => new ByteRing(each))
  const text = Array.from({ length: 100 }, (_, n) => `${line(n)}\n`).join('')
  for (let n = 0; n < count; n += 100) while (!rings[(n / 100) % rings.length].push(text, 100, 0)) sleepMs(0.5)
}
