// node preloaded-promo.mjs COUNT COMMIT_MS WORKERS exactly-once|at-least-once PARTITIONS, with PROMO_HOME of a stack that runs: the
// catalogue is decided by a worker that leaves; the peers' mix lies in its topics before the others start; then from their
// first order record to the last.
import { spawn } from 'node:child_process'
import { setTimeout } from 'node:timers/promises'
import { Board } from '../../dist/adapters/kafka/board.js'
import { KafkaClient } from '../../dist/adapters/kafka/client.js'
import { TopicFeed } from '../../dist/adapters/kafka/topic-feed.js'
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
const market = openMarket(scenario, skus)
const producer = client.producer()
await producer.connect()
const board = new Board(client, prefix)
await board.open()
await board.post({ kind: 'plan', plan: { runId, scenario, guarantee, commitIntervalMs, schema: target.schema, segments: 1, skus: null } })
const order = await watchOrder()
const seeded = await sendCatalogue()
const seeder = startWorker()
await order.has(seeded)
seeder.kill('SIGTERM')
await endOf(seeder)
await sendTraffic()
await producer.disconnect()
// All of it was due by now.
await board.post({ kind: 'start', atMs: Date.now() - scenario.durationMs })
const children = Array.from({ length: workers }, startWorker)
await order.has(seeded + count)
process.stdout.write(JSON.stringify(order.since(seeded)))
await board.post({ kind: 'over' })
await Promise.all(children.map(endOf))
await board.close()
process.exit(0)

function startWorker() {
  return spawn(process.execPath, [BIN, 'worker', '--topic-prefix', prefix], { stdio: ['ignore', 'ignore', 'inherit'] })
}

function endOf(child) {
  return child.exitCode === null ? new Promise((resolve) => child.once('exit', resolve)) : undefined
}

/** Collects lines by topic, as a run would send them. */
function outbox() {
  let [byTopic, waiting] = [new Map(), 0]
  return {
    get waiting() {
      return waiting
    },
    add(partition, line) {
      const topic = prefix + topicOfLine(line)
      if (!byTopic.has(topic)) byTopic.set(topic, [])
      byTopic.get(topic).push({ partition, key: skuOfLine(line), value: line })
      waiting++
    },
    async flush() {
      if (waiting > 0) await producer.sendBatch({ topicMessages: [...byTopic].map(([topic, messages]) => ({ topic, messages })) })
      ;[byTopic, waiting] = [new Map(), 0]
    },
  }
}

/** Returns how many records it took. */
async function sendCatalogue() {
  const box = outbox()
  let seeds = 0
  for (let partition = 0; partition < scenario.partitions; partition++) {
    for (const line of seedLines(market, partition)) {
      box.add(partition, line)
      seeds++
      if (box.waiting >= LINES_A_SEND) await box.flush()
    }
  }
  await box.flush()
  return seeds
}

async function sendTraffic() {
  const box = outbox()
  const traffic = new Traffic(market)
  for (let elapsedMs = LINES_A_SEND / 20; elapsedMs <= scenario.durationMs; elapsedMs += LINES_A_SEND / 20) {
    traffic.emitDue(elapsedMs, (partition, _kind, line) => box.add(partition, line))
    await box.flush()
  }
}

/** What is decided, by order records and the times at which they were written. */
async function watchOrder() {
  const batches = []
  let inputs = 0
  const sources = Array.from({ length: scenario.partitions }, (_, partition) => ({ topic: `${prefix}order`, partition, from: 0 }))
  const feed = new TopicFeed(client, { sources, heldMax: 1 << 20 })
  await feed.start()
  return {
    async has(count) {
      for (takeAll(); inputs < count; takeAll()) await setTimeout(20)
    },
    /** Events a second between the first batch behind `count` inputs and the last. */
    since(count) {
      const rest = batches.filter(({ behind }) => behind > count)
      const [first, last] = [rest[0], rest.at(-1)]
      const seconds = (Math.max(...rest.map(({ atMs }) => atMs)) - first.atMs) / 1000
      return { eventsPerSecond: Math.round((last.behind - first.behind) / seconds), events: last.behind - count, seconds, batches: rest.length }
    },
  }

  function takeAll() {
    for (const { topic, partition } of sources) for (let record = feed.lane(topic, partition).shift(); record; record = feed.lane(topic, partition).shift()) take(record)
  }

  function take({ value, sentAt }) {
    const entry = JSON.parse(value)
    if (entry.inputs === 0) return
    inputs += entry.inputs
    batches.push({ behind: inputs, atMs: sentAt })
  }
}
