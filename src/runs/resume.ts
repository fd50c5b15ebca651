import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { NO_FAULTS, type Clock } from '../engine/kernel/ports.ts'
import { PartitionRunner } from '../engine/kernel/runner.ts'
import { UserError } from '../engine/kernel/user-error.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../adapters/embedded/segment-log.ts'
import { SnapshotFiles } from '../adapters/embedded/snapshots/snapshot-files.ts'
import { REPORT_KINDS } from '../reports/report-kinds.ts'
import type { RunDocument } from '../reports/run-document.ts'
import { writeReport } from '../reports/write-report.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { refuseRunning } from './folders/run-lock.ts'
import { LEASE } from './lease.ts'
import { latencies } from './report.ts'
import { reportDataOf, writeReportData } from './report-data.ts'
import { readableFolder, verify, type VerifyOptions } from './verify.ts'

const BATCH_BYTES_MAX = 1 << 18
const SEGMENT_BYTES_MAX = 1 << 24
/** Long enough for everything folded to fall due. */
const AFTERMATH_MS = 1000

/**
 * Finishes a run that was killed: every partition starts from its snapshot, executes the committed rest of its log
 * again, and then decides what had been accepted. Then the run is verified and gets its document.
 */
export async function resume({ runDir, onProgress }: VerifyOptions): Promise<{ readonly document: RunDocument }> {
  const { scenario, partitions } = readableFolder(runDir)
  refuseFinished(runDir)
  refuseRunning(runDir)
  for (let partition = 0; partition < partitions; partition++) await resumePartition(runDir, partition, scenario as Scenario)
  const { document, digest } = await verify({ runDir, onProgress })
  const data = reportDataOf(scenario as Scenario, digest)
  const material = { document, data, ...latencies(runDir, document) }
  writeReportData(runDir, data)
  for (const [kind, file] of Object.entries(REPORT_FILES)) writeReport(join(runDir, file), REPORT_KINDS[kind].render(material), runDir)
  return { document }
}

/** Latencies died with the run. */
const REPORT_FILES = { json: 'run.json', html: 'report.html' } as const

/** Decides what a partition's log has accepted; returns how many inputs that were. */
export async function resumePartition(runDir: string, partition: number, { partitions, policy, catalog, startsAt }: Scenario): Promise<number> {
  const dir = partitionDir(runDir, partition)
  const log = new SegmentLog({ dir, batchBytesMax: BATCH_BYTES_MAX, segmentBytesMax: SEGMENT_BYTES_MAX })
  const snapshots = new SnapshotFiles(dir)
  const clock = new ResumedClock(startsAt)
  const runner = new PartitionRunner(
    () => new PricingPipeline({ partition, partitions, policy, stores: catalog.stores }),
    { clock, log, checkpoints: snapshots, projections: [], faults: NO_FAULTS },
    { partition, ...LEASE, checkpointEveryMs: Infinity },
    { committed: (_, __, now) => clock.reach(now), crashed: () => {}, recovered: () => {} },
  )
  await runner.recover()
  clock.reach(runner.recordedNow)
  let inputs = 0
  for (let count = await runner.poll(); count >= 0; count = await runner.poll()) inputs += count
  clock.advance(AFTERMATH_MS)
  while ((await runner.poll()) >= 0);
  await runner.checkpoint()
  log.close()
  snapshots.close()
  return inputs
}

/** Stands where the log stands: nobody knows how long the run has been dead, and prices must not age by it. */
class ResumedClock implements Clock {
  #now: number

  constructor(now: number) {
    this.#now = now
  }

  now(): number {
    return this.#now
  }

  reach(now: number): void {
    this.#now = Math.max(this.#now, now)
  }

  advance(ms: number): void {
    this.#now += ms
  }
}

function refuseFinished(runDir: string): void {
  if (!existsSync(join(runDir, 'run.json'))) return
  throw new UserError({
    code: 'run_finished',
    message: 'this run has its verdict; there is nothing to resume',
    place: runDir,
    value: 'run.json is there',
    rule: 'only a run that was killed can be resumed',
    fix: `see it with promo report ${runDir}`,
    exitCode: 104,
  })
}
