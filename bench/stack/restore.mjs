// A million SKUs' state, from Kafka alone: two threads take the partitions over, read the newest order record of each,
// and the snapshot that it names. What is restored is held against what was saved, number by number.
import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads'
import { crc32 } from 'node:zlib'
import { encodeCheckpoint } from '../../dist/adapters/checkpoint-bytes.js'
import { KafkaClient } from '../../dist/adapters/kafka/client.js'
import { KafkaLog } from '../../dist/adapters/kafka/kafka-log.js'
import { OrderHistory } from '../../dist/adapters/kafka/order-history.js'
import { SnapshotTopic } from '../../dist/adapters/kafka/snapshot-topic.js'
import { ensureTopics } from '../../dist/adapters/kafka/topic-admin.js'
import { planTopics } from '../../dist/adapters/kafka/topic-plan.js'
import { Transactions } from '../../dist/adapters/kafka/transactions.js'
import { PricingPipeline } from '../../dist/engine/pricing/pipeline.js'
import { generateCatalog } from '../../dist/scenarios/generated-catalog/generate.js'
import { openMarket } from '../../dist/scenarios/market.js'
import { seedLines } from '../../dist/scenarios/seed-lines.js'
import { flashSale, peersMix } from '../unthrottled.mjs'
import { withStack } from './own-stack.mjs'

const THREADS = 2
const BATCH_RECORDS = 1000
const WORK = { fill, restore: restorePartition }

if (!isMainThread && workerData.restore) await workInThread(workerData.restore)

export function restore({ skus = 1_000_000 } = {}) {
  return withStack(({ brokers }) => restoreFrom(brokers, skus))
}

/** On brokers that run already; a prefix of its own keeps it apart. */
export async function restoreFrom(brokers, skus) {
  const mix = peersMix(flashSale(1))
  const scenario = { ...mix, catalog: { ...mix.catalog, file: null, skus } }
  const prefix = `restore-${randomUUID()}.`
  await ensureTopics(new KafkaClient({ brokers }), planTopics(prefix, { partitions: scenario.partitions, replication: 1 }), { mayCreate: true })
  const filled = await inThreads('fill', { brokers, prefix, scenario })
  const began = performance.now()
  const restored = await inThreads('restore', { brokers, prefix, scenario })
  const seconds = (performance.now() - began) / 1000
  for (const { partition, crc } of restored) if (crc !== filled.find((each) => each.partition === partition).crc) throw new Error(`partition ${partition} was not restored as it was saved`)
  const bytes = filled.reduce((sum, each) => sum + each.bytes, 0)
  const slowest = Math.max(...filled.map((each) => each.savedMs))
  return { skus, bytes, restoredSeconds: round(seconds), megabytesPerSecond: round(bytes / 1e6 / seconds), slowestSnapshotMs: Math.round(slowest), stoppedForMs: Math.round(Math.max(...filled.map((each) => each.stoppedMs))) }
}

const round = (value) => Math.round(value * 100) / 100

async function inThreads(work, setting) {
  const threads = Array.from({ length: THREADS }, (_, thread) => new Worker(fileURLToPath(import.meta.url), { workerData: { restore: { work, thread, ...setting } } }))
  const results = await Promise.all(threads.map((thread) => new Promise((resolve, reject) => thread.once('message', resolve).once('error', reject))))
  return results.flat()
}

async function workInThread({ work, thread, brokers, prefix, scenario }) {
  const client = new KafkaClient({ brokers })
  const catalog = work === 'fill' ? await generateCatalog(scenario.seed, scenario.catalog.skus) : null
  const market = catalog && openMarket(scenario, catalog)
  const results = []
  for (let partition = thread; partition < scenario.partitions; partition += THREADS) results.push(await WORK[work]({ client, prefix, scenario, market, partition }))
  parentPort.postMessage(results)
}

function openPartition({ client, prefix, scenario, partition }) {
  const snapshots = new SnapshotTopic(client, prefix, partition)
  const writer = new Transactions(client, `${prefix}${partition}`).writer(partition)
  const log = new KafkaLog({ partition, prefix, writer, snapshots, history: new OrderHistory(client, prefix, partition), batchRecordsMax: BATCH_RECORDS })
  const pipeline = new PricingPipeline({ partition, partitions: scenario.partitions, policy: scenario.policy, stores: scenario.catalog.stores })
  return { snapshots, log, pipeline }
}

/** Seeds the partition's SKUs, saves the state, and commits the tick that makes it true. */
async function fill(place) {
  const { snapshots, log, pipeline } = openPartition(place)
  const { scenario, market, partition } = place
  await log.open()
  const now = scenario.startsAt
  let batch = 0
  for (const records of portions(seedLines(market, partition))) pipeline.step(records, batch * BATCH_RECORDS, batch++, now)
  const parts = pipeline.save()
  const bytes = crcOf(parts)
  const began = performance.now()
  await snapshots.save({ offset: 0, nextBatch: 0, now, parts })
  const stoppedMs = performance.now() - began
  await snapshots.close()
  const savedMs = performance.now() - began
  await log.commit({ batch: 0, now, inputs: 0, lines: [], extra: ',"folded":0' })
  await log.close()
  return { partition, savedMs, stoppedMs, ...bytes }
}

async function restorePartition(place) {
  const { snapshots, log, pipeline } = openPartition(place)
  await log.open()
  const { parts } = await snapshots.newest()
  pipeline.load(parts)
  await log.close()
  return { partition: place.partition, ...crcOf(pipeline.save()) }
}

function crcOf(parts) {
  const pieces = encodeCheckpoint({ offset: 0, nextBatch: 0, now: 0, parts })
  return { bytes: pieces.reduce((sum, { length }) => sum + length, 0), crc: pieces.reduce((crc, piece) => crc32(piece, crc), 0) }
}

function* portions(lines) {
  let portion = []
  for (const line of lines) {
    portion.push(line)
    if (portion.length < BATCH_RECORDS) continue
    yield portion
    portion = []
  }
  if (portion.length > 0) yield portion
}
