// node read-peer.mjs BROKERS TOPIC BEFORE COUNT SKIP_MS: latency (now − ts) of COUNT records behind the first BEFORE, as a
// committed reader gets them; those of the first SKIP_MS of event time are left out. A bare client that asks again at once, so that it adds nothing.
import kafkajs from 'kafkajs'
import { Histogram } from '../../dist/reports/histogram.js'

const [brokers, topic] = [process.argv[2].split(','), process.argv[3]]
const [before, count, skipMs] = process.argv.slice(4, 7).map(Number)
const latency = new Histogram()
const consumer = new kafkajs.Kafka({ brokers, logLevel: kafkajs.logLevel.NOTHING }).consumer({ groupId: `read-${topic}`, minBytes: 1, maxWaitTimeInMs: 100 })
let [seen, firstTs] = [0, Infinity]
const done = Promise.withResolvers()
await consumer.connect()
await consumer.subscribe({ topics: [topic], fromBeginning: true })
consumer.on(consumer.events.GROUP_JOIN, () => process.stderr.write('reading\n'))
await consumer.run({ autoCommit: false, eachBatch: async ({ batch }) => take(batch.messages) })
await done.promise
await consumer.disconnect()
const at = (percentile) => latency.percentile(percentile)
process.stdout.write(JSON.stringify({ count: latency.count, p50Ms: at(50), p95Ms: at(95), p99Ms: at(99), p999Ms: at(99.9), maxMs: at(100) }))

function take(messages) {
  const now = Date.now()
  for (const { value } of messages) {
    if (++seen <= before) continue
    const ts = Number(/"ts":(\d+)/.exec(value.toString('latin1'))[1])
    if (ts < firstTs) firstTs = ts
    if (ts - firstTs >= skipMs) latency.record(Math.max(0, now - ts) * 1000)
    if (seen === before + count) done.resolve()
  }
}
