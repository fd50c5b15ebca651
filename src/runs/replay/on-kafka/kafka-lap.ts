import { availableParallelism } from 'node:os'
import { readingBackNote } from '../../checking-notes.ts'
import { seededSkus } from '../../explained/seeded-skus.ts'
import { NOTHING_YET } from '../../progress.ts'
import { readBackRun } from '../../read-back.ts'
import { writeRemoteStandingPrices } from '../../standing-prices.ts'
import type { KafkaTarget } from '../../threads/kafka-target.ts'
import { type Lap, lapOf, partitionsOf, play, type ReplayOptions } from '../lap.ts'
import type { PreparedReplay } from '../prepare-replay.ts'
import { Recording } from '../recording.ts'
import type { ReplaySetting, ReplayTask } from '../replay-setting.ts'
import { heldAgainst } from './held-against.ts'
import type { KafkaReplaySetting } from './kafka-replayer.ts'

/**
 * Replays the range once, on a cluster, then reads what came of it back from the topics into the folder. What is held
 * against the recording is what stands there.
 */
export async function runKafkaLap(options: ReplayOptions, kafka: KafkaTarget): Promise<Lap> {
  const { prepared, onProgress, signal } = options
  const { outDir, recording } = prepared
  const beganAt = performance.now()
  // What comes out is held against the recording when it was read back: nobody has to believe the pipeline.
  const told = (setting: ReplaySetting): KafkaReplaySetting => ({ ...setting, isExact: false, snapshotEveryMs: Infinity, kafka })
  const results = await play(options, outDir, { thread: 'kafka-replay', tasks: tasksOf(prepared), told })
  const elapsedMs = performance.now() - beganAt
  await readBackRun(outDir, kafka, recording.partitions.length, (done, total) => onProgress({ ...NOTHING_YET, phase: 'checking', elapsedMs: performance.now() - beganAt, note: readingBackNote(done, total) }))
  const replayed = Recording.open(outDir)
  if (!signal.aborted) await writeStandingPrices(kafka, prepared, replayed)
  const partitions = partitionsOf(results).map((each) => ({ ...each, digest: null, ...heldAgainst(replayed, prepared, { partition: each.partition, isInterrupted: signal.aborted }) }))
  return lapOf(partitions, results, { elapsedMs, isInterrupted: signal.aborted })
}

/** Commits take longer than decisions, so a thread has several partitions; at a pace one has all of them. */
function tasksOf({ recording: { partitions }, request: { speed } }: PreparedReplay): readonly ReplayTask[] {
  const threads = speed === 'max' ? Math.min(availableParallelism(), partitions.length) : 1
  return Array.from({ length: threads }, (_, thread) => ({ partitions: partitions.filter((partition) => partition % threads === thread) }))
}

/** For the checks: what cache and store hold, at the moment that the replay has come to. */
async function writeStandingPrices(kafka: KafkaTarget, { outDir, scenario }: PreparedReplay, replayed: Recording): Promise<void> {
  const skus = replayed.partitions.flatMap((partition) => [...seededSkus(outDir, partition)].map(({ sku }) => sku))
  const now = replayed.endsAt() ?? 0
  await writeRemoteStandingPrices(kafka, { runDir: outDir, partitions: scenario.partitions, skus, stores: scenario.catalog.stores, now: () => now })
}
