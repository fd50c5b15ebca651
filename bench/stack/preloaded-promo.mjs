// node preloaded-promo.mjs COUNT COMMIT_MS WORKERS exactly-once|at-least-once PARTITIONS, with PROMO_HOME of a stack that runs: the
// peers' mix lies in its topics before any worker starts; then from the first order record to the last.
import { spawn } from 'node:child_process'
import kafkajs from 'kafkajs'
import { Board } from '../../dist/adapters/kafka/board.js'
import { KafkaClient } from '../../dist/adapters/kafka/client.js'
import { skuOfLine, topicOfLine } from '../../dist/adapters/kafka/topics.js'
import { openKafkaTarget } from '../../dist/runs/open-kafka-target.js'
import { generateCatalog } from '../../dist/scenarios/generated-catalog/generate.js'
import { openMarket } from '../../dist/scenarios/market.js'
import { peersScenario } from './peers-mix.mjs'
import { seedLines } from '../../dist/scenarios/seed-lines.js'
import { Traffic } from '../../dist/scenarios/traffic.js'
import { BIN } from './own-stack.mjs'

const RATE = 20_000
const LINES_A_SEND = 4000
const [count, commitIntervalMs, workers] = process.argv.slice(2, 5).map(Number)
const [guarantee, partitions] = [process.argv[5], Number(process.argv[6])]
const runId = `preloaded-${Date.now()}`
const prefix = `${runId}.`
const scenario = { ...peersScenario((count / RATE) * 1000), partitions }
const skus = await generateCatalog(scenario.seed, scenario.catalog.skus)
const target = await openKafkaTarget({ topicPrefix: prefix, guarantee, commitIntervalMs, createTopics: true, archive: false, isShared: true, allowedHosts: [] }, runId, scenario.partitions)
const client = new KafkaClient(target.address)
const seeded = await preload()
const board = new Board(client, prefix)
await board.open()
await board.post({ kind: 'plan', plan: { runId, scenario, guarantee, commitIntervalMs, schema: target.schema, segments: 1, skus: null } })
// All of it was due by now.
await board.post({ kind: 'start', atMs: Date.now() - scenario.durationMs })
const result = watchOrder(seeded + count)
const children = Array.from({ length: workers }, () => spawn(process.execPath, [BIN, 'worker', '--topic-prefix', prefix], { stdio: ['ignore', 'ignore', 'inherit'] }))
process.stdout.write(JSON.stringify(await result))
const gone = children.map((child) => new Promise((resolve) => child.once('exit', resolve)))
await board.post({ kind: 'over' })
await Promise.all(gone)
await board.close()
process.exit(0)

/** Catalogue and traffic into their topics, as a run would send them. Returns how many records the catalogue took. */
async function preload() {
  const producer = client.producer()
  await producer.connect()
  const market = openMarket(scenario, skus)
  let [byTopic, waiting, seeds] = [new Map(), 0, 0]
  const flush = async () => {
    if (waiting > 0) await producer.sendBatch({ topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })) })
    ;[byTopic, waiting] = [new Map(), 0]
  }
  const add = (partition, line) => {
    const topic = prefix + topicOfLine(line)
    if (!byTopic.has(topic)) byTopic.set(topic, [])
    byTopic.get(topic).push({ partition, key: skuOfLine(line), value: line })
    waiting++
  }
  for (let partition = 0; partition < scenario.partitions; partition++) {
    for (const line of seedLines(market, partition)) {
      add(partition, line)
      seeds++
      if (waiting >= LINES_A_SEND) await flush()
    }
  }
  const traffic = new Traffic(market)
  for (let elapsedMs = LINES_A_SEND / 20; elapsedMs <= scenario.durationMs; elapsedMs += LINES_A_SEND / 20) {
    traffic.emitDue(elapsedMs, (partition, _kind, line) => add(partition, line))
    await flush()
  }
  await producer.disconnect()
  return seeds
}

/** Events a second between the first committed batch and the last, by the times at which they were written. */
async function watchOrder(total) {
  const consumer = new kafkajs.Kafka({ brokers: target.address.brokers, logLevel: kafkajs.logLevel.NOTHING }).consumer({ groupId: `watch-${runId}`, minBytes: 1 })
  const done = Promise.withResolvers()
  let [inputs, first, batches] = [0, null, 0]
  await consumer.connect()
  await consumer.subscribe({ topics: [`${prefix}order`], fromBeginning: true })
  await consumer.run({ autoCommit: false, eachBatch: async ({ batch }) => batch.messages.forEach(take) })
  const last = await done.promise
  await consumer.disconnect()
  return { eventsPerSecond: Math.round((inputs - first.inputs) / ((last - first.atMs) / 1000)), events: inputs, seconds: (last - first.atMs) / 1000, batches }

  function take({ value, timestamp }) {
    const entry = JSON.parse(value.toString())
    if (entry.inputs === 0) return
    inputs += entry.inputs
    batches++
    first ??= { inputs, atMs: Number(timestamp) }
    if (inputs >= total) done.resolve(Number(timestamp))
  }
}
