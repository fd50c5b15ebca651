import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import type { PartitionRunner } from '../../engine/kernel/runner.ts'
import { PatientProjection } from '../../engine/pricing/patient-projection.ts'
import type { PriceStore, PublishedPrice } from '../../engine/pricing/ports.ts'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { Doorbell, sleepMs } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../../adapters/embedded/segment-log.ts'
import { SnapshotFiles } from '../../adapters/embedded/snapshots/snapshot-files.ts'
import { SharedPriceCache, SharedPriceStore } from '../../adapters/embedded/shared-prices.ts'
import { WorkerCrash } from '../../faults/worker-crash.ts'
import type { Ending } from '../../faults/worker-faults.ts'
import { injectedFaults } from './news.ts'
import { type PipelineSetting, partitionsOf } from './pipeline-setting.ts'
import { PipelineThread } from './pipeline-thread.ts'
import type { SnapshotReport } from './thread-reports.ts'

/** A pass over the partitions takes at least this long: smaller batches would cost more writes than they save time. */
const PASS_MS = 3
const IDLE_MS = 20
// Larger batches keep more of their records alive through a collection than they save in writes: 64 KB beat 256 and 32.
const BATCH_BYTES_MAX = 1 << 16
const SEGMENT_BYTES_MAX = 1 << 24

const setting = workerData as PipelineSetting
const { shared } = setting
const thread = new PipelineThread(setting, (report) => parentPort!.postMessage(report))
const doorbell = new Doorbell(shared.doorbells[setting.thread])

async function openPartition(partition: number) {
  const dir = partitionDir(setting.runDir, partition)
  const ring = new ByteRing(shared.rings[partition])
  // Whoever had the partition before has told of these.
  for (const handOver of ring.handedOver()) void handOver
  const log = new SegmentLog({ dir, ring, batchBytesMax: BATCH_BYTES_MAX, segmentBytesMax: SEGMENT_BYTES_MAX })
  // Compressing takes 25 ms of a state of 5 MB: nobody's prices wait for that.
  const checkpoints = new SnapshotFiles(dir, (path) => parentPort!.postMessage({ kind: 'snapshot', path } satisfies SnapshotReport))
  const cache = new SharedPriceCache(shared.cache)
  const spoils = { spoilCache: () => cache.forget(partition), spoilCheckpoint: () => checkpoints.spoil() }
  const ports = { log, checkpoints, cache, store: new SharedPriceStore(shared.store), storing: (store: PriceStore) => new PatientProjection(store), intake: ring, ...spoils }
  return { log, runner: await thread.openRunner(partition, ports) }
}

const partitions = await Promise.all(partitionsOf(setting).map(openPartition))
const worker = thread.worker()

/** One turn of every partition; side by side, where their ports take time. True where any of them had inputs. */
async function pass(): Promise<boolean> {
  if (!thread.isQuiet) return (await allEnded(partitions.map(({ runner }) => runner.poll()))).some((inputs) => inputs > 0)
  let busy = false
  for (const { runner } of partitions) if ((await runner.poll()) > 0) busy = true
  return busy
}

/** Also where one of them fails: what the others are about must come to its end before another worker has their partitions. */
async function allEnded(turns: readonly Promise<number>[]): Promise<readonly number[]> {
  const ended = await Promise.allSettled(turns)
  for (const each of ended) if (each.status === 'rejected') throw each.reason
  return Promise.all(turns)
}

/** Until the run is stopped, or a fault ends the worker. */
async function run(): Promise<Ending | undefined> {
  for (;;) {
    const began = monotonicMs()
    const { rings } = doorbell
    attend()
    const ending = worker.ending()
    if (ending) return ending
    const busy = await (setting.faults.length === 0 ? pass() : attended(worker.turn(pass)))
    if (busy) rest(began)
    else if (thread.control.stopping) return undefined
    else doorbell.waitSince(rings, IDLE_MS)
  }
}

function attend(): void {
  thread.inject(injectedFaults())
  thread.reportIfDue()
}

/** A turn that takes long under a fault must not keep anybody from hearing of the thread. */
async function attended(turn: Promise<boolean>): Promise<boolean> {
  for (;;) {
    const busy = await Promise.race([turn, setTimeout(IDLE_MS)])
    if (busy !== undefined) return busy
    attend()
  }
}

/** Where traffic is paced, small batches wait for company. */
function rest(began: number): void {
  if (setting.paced && thread.control.startedAtMs > 0) sleepMs(PASS_MS - (monotonicMs() - began))
}

const ending = await run().catch(crashed)
for (const { runner, log } of partitions) {
  // Who is killed has his hands full: what the log has accepted is not decided yet.
  if (ending?.end === 'as_it_stands') await log.take()
  else if (ending?.end !== 'in_a_batch') await leave(runner, log)
}
parentPort!.postMessage({ kind: ending ? 'ended' : 'done', thread: setting.thread, totals: thread.totals(), againAtMs: ending?.againAtMs })

/** Everything is as the crash point has it, and another worker begins at once. */
function crashed(error: unknown): Ending {
  if (error instanceof WorkerCrash) return { end: 'in_a_batch', againAtMs: 0 }
  throw error
}

async function leave(runner: PartitionRunner<PublishedPrice>, log: SegmentLog): Promise<void> {
  await runner.checkpoint()
  log.close()
}
