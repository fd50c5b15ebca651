import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { PartitionRunner } from '../../engine/kernel/runner.ts'
import type { PublishedPrice } from '../../engine/pricing/ports.ts'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import { partitionDir, SegmentWriter } from '../../adapters/embedded/segment-files.ts'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import { KafkaLog } from '../../adapters/kafka/kafka-log.ts'
import { OrderHistory } from '../../adapters/kafka/order-history.ts'
import { PlainWriter } from '../../adapters/kafka/plain-writer.ts'
import { SnapshotTopic } from '../../adapters/kafka/snapshot-topic.ts'
import { TopicFeed } from '../../adapters/kafka/topic-feed.ts'
import { TransactionWriter } from '../../adapters/kafka/transaction-writer.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { PipelineSetting } from './pipeline-setting.ts'
import { PipelineThread } from './pipeline-thread.ts'
import { openRealPrices } from './real-prices.ts'

/** A partition commits at most once in this time: what a transaction costs does not depend on its size. */
const COMMIT_EVERY_MS = 20
const IDLE_MS = 20
const STUCK_MS = 5000
const BATCH_RECORDS_MAX = 1000
const SEGMENT_BYTES_MAX = 1 << 24
/** Of each topic and partition, fetched ahead. */
const HELD_MAX = 1 << 20

const setting = workerData as PipelineSetting & { readonly kafka: KafkaTarget }
const { kafka } = setting
const thread = new PipelineThread(setting)
const client = new KafkaClient(kafka.address)

function openPartition(partition: number) {
  const { prefix, guarantee } = kafka
  const writer = guarantee === 'exactly-once' ? new TransactionWriter(client, `${prefix}${partition}`, partition) : new PlainWriter(client)
  const recording = new SegmentWriter(partitionDir(setting.runDir, partition), SEGMENT_BYTES_MAX)
  const history = new OrderHistory(client, prefix, partition)
  const snapshots = new SnapshotTopic(client, prefix, partition)
  const log = new KafkaLog({ partition, prefix, writer, history, snapshots, recording, batchRecordsMax: BATCH_RECORDS_MAX }, () => feed)
  return { partition, log, snapshots }
}

/** Until it is stopped and everything that was handed over is decided; a little longer, where something got stuck. */
async function runPartition(runner: PartitionRunner<PublishedPrice>, ring: ByteRing): Promise<void> {
  await runner.recover()
  for (let idleMs = 0; !thread.control.stopping || (ring.lag > 0 && idleMs < STUCK_MS); ) {
    const began = monotonicMs()
    const { raised } = feed.arrival
    const inputs = await runner.poll()
    if (inputs > 0) await setTimeout(Math.max(0, COMMIT_EVERY_MS - (monotonicMs() - began)))
    else await feed.arrival.waitSince(raised, IDLE_MS)
    idleMs = inputs > 0 ? 0 : idleMs + monotonicMs() - began
  }
}

async function attend(): Promise<void> {
  while (!thread.control.stopping) {
    thread.takeNews()
    thread.reportIfDue()
    await setTimeout(IDLE_MS)
  }
}

const opened = thread.partitions.map(openPartition)
const sources = await Promise.all(opened.map(({ log }) => log.open()))
const feed = new TopicFeed(client, { groupId: `${kafka.prefix}pipeline-${setting.thread}`, sources: sources.flat(), heldMax: HELD_MAX })
await feed.start()
const prices = await openRealPrices(kafka, 'write')
const runners = opened.map(({ partition, log, snapshots }) => thread.openRunner(partition, { log, checkpoints: snapshots, cache: prices.cache, store: prices.store }))
await Promise.all([attend(), ...runners.map((runner, index) => runPartition(runner, new ByteRing(setting.shared.rings[opened[index].partition])))])
await feed.stop()
await Promise.all([prices.close(), ...opened.map(({ log }) => log.close())])
parentPort!.postMessage({ kind: 'done', thread: setting.thread, totals: thread.totals() })
