import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import { BatchWriters } from './batch-writers.ts'
import { KafkaPartition } from './kafka-partition.ts'
import { dealtToRounds, runRounds } from './kafka-rounds.ts'
import type { KafkaTarget } from './kafka-target.ts'
import { injectedFaults } from './news.ts'
import { type PipelineSetting, partitionsOf } from './pipeline-setting.ts'
import { PipelineThread } from './pipeline-thread.ts'
import { openRealPrices } from './real-prices.ts'
import { rehearse } from './rehearse.ts'
import { stepAside } from './step-aside.ts'

const LOOK_EVERY_MS = 20
const STUCK_MS = 5000

const setting = workerData as PipelineSetting & { readonly kafka: KafkaTarget }
const { kafka, shared } = setting
const thread = new PipelineThread(setting, (report) => parentPort!.postMessage(report))
const rings = shared.rings.map((ring) => new ByteRing(ring))
const mine = partitionsOf(setting)

/** When it is stopped and everything that was handed over is decided; a little later, where something got stuck. */
const isOver = (idleMs: number): boolean => thread.control.stopping && (mine.every((partition) => rings[partition].lag === 0) || idleMs >= STUCK_MS)

async function attend(): Promise<void> {
  while (!thread.control.stopping) {
    thread.inject(injectedFaults())
    thread.reportIfDue()
    await setTimeout(LOOK_EVERY_MS)
  }
}

stepAside()
await rehearse(setting.scenario)
const prices = await openRealPrices(kafka, 'write')
const client = new KafkaClient(kafka.address)
const writers = new BatchWriters(client, kafka)
const rounds = dealtToRounds(mine)
const together = new Map(rounds.flatMap((round) => [...writers.together(round)]))
const place = { client, kafka, writerOf: (partition: number) => together.get(partition)!, thread, prices, intakeOf: (partition: number) => rings[partition] }
const partitions = await KafkaPartition.openAll(place, mine)
const inRounds = rounds.map((round) => partitions.filter(({ partition }) => round.includes(partition)))
await Promise.all([attend(), ...inRounds.map((round) => runRounds(round, kafka.commitIntervalMs, isOver))])
await Promise.all(partitions.map((partition) => partition.close()))
await Promise.all([prices.close(), writers.close()])
parentPort!.postMessage({ kind: 'done', thread: setting.thread, totals: thread.totals() })
