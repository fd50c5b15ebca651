import { parentPort, workerData } from 'node:worker_threads'
import { PatientProjection } from '../../engine/pricing/patient-projection.ts'
import { ByteRing } from '../../adapters/embedded/byte-ring.ts'
import { Doorbell, sleepMs } from '../../adapters/embedded/doorbell.ts'
import { monotonicMs } from '../../adapters/embedded/run-control.ts'
import { partitionDir } from '../../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../../adapters/embedded/segment-log.ts'
import { SnapshotFiles } from '../../adapters/embedded/snapshot-files.ts'
import { SharedPriceCache, SharedPriceStore } from '../../adapters/embedded/shared-prices.ts'
import { injectedFaults } from './news.ts'
import { type PipelineSetting, partitionsOf } from './pipeline-setting.ts'
import { PipelineThread } from './pipeline-thread.ts'

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
  const log = new SegmentLog({ dir, ring, batchBytesMax: BATCH_BYTES_MAX, segmentBytesMax: SEGMENT_BYTES_MAX })
  const ports = { log, checkpoints: new SnapshotFiles(dir), cache: new SharedPriceCache(shared.cache), store: new PatientProjection(new SharedPriceStore(shared.store)), intake: ring }
  return { log, runner: await thread.openRunner(partition, ports) }
}

const partitions = await Promise.all(partitionsOf(setting).map(openPartition))

/** One turn of every partition. True where any of them had inputs. */
async function pass(): Promise<boolean> {
  let busy = false
  for (const { runner } of partitions) if ((await runner.poll()) > 0) busy = true
  return busy
}

async function run(): Promise<void> {
  for (;;) {
    const began = monotonicMs()
    const { rings } = doorbell
    thread.inject(injectedFaults())
    const busy = await pass()
    thread.reportIfDue()
    if (busy) rest(began)
    else if (thread.control.stopping) return
    else doorbell.waitSince(rings, IDLE_MS)
  }
}

/** Where traffic is paced, small batches wait for company. */
function rest(began: number): void {
  if (setting.paced && thread.control.startedAtMs > 0) sleepMs(PASS_MS - (monotonicMs() - began))
}

await run()
for (const { runner, log } of partitions) {
  await runner.checkpoint()
  log.close()
}
parentPort!.postMessage({ kind: 'done', thread: setting.thread, totals: thread.totals() })
