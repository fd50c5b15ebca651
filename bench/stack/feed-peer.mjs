// node feed-peer.mjs BROKERS TOPIC RATE COUNT: sends COUNT events, RATE a second from now on (0: as fast as it goes).
import { setTimeout } from 'node:timers/promises'
import { KafkaClient } from '../../dist/adapters/kafka/client.js'
import { partitionOf } from '../../dist/engine/kernel/murmur2.js'
import { peerEvent } from './peer-events.mjs'

const [brokers, topic, rate, count] = [process.argv[2].split(','), process.argv[3], Number(process.argv[4]), Number(process.argv[5])]
const PARTITIONS = 4
const SLICE_MS = 5
/** Brokers refuse more than 1 MiB for a partition. */
const SLICE_MAX = 4000

const producer = new KafkaClient({ brokers }).producer()
await producer.connect()
const startedAt = Date.now()
for (let sent = 0; sent < count; ) {
  const due = Math.min(count, sent + SLICE_MAX, rate > 0 ? Math.floor(((Date.now() - startedAt) * rate) / 1000) : Infinity)
  const messages = []
  for (; sent < due; sent++) {
    const { key, value } = peerEvent(sent, rate > 0 ? startedAt + Math.floor((sent * 1000) / rate) : startedAt)
    messages.push({ key, value, partition: partitionOf(key, PARTITIONS) })
  }
  if (messages.length > 0) await producer.sendBatch({ topicMessages: [{ topic, messages }] })
  if (rate > 0 && messages.length < SLICE_MAX) await setTimeout(SLICE_MS)
}
await producer.disconnect()
process.stdout.write(JSON.stringify({ sent: count, seconds: (Date.now() - startedAt) / 1000 }))
