import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { committedBatches } from '../adapters/embedded/segment-log.ts'
import { SnapshotFiles } from '../adapters/embedded/snapshots/snapshot-files.ts'
import type { Checkpoint } from '../engine/kernel/ports.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { Recording } from '../runs/replay/recording.ts'

/** Writes snapshots beside the logs of a run folder, one every so many batches, as a long run has them. */
export async function writeSnapshots(runDir: string, everyBatches: number, change = (checkpoint: Checkpoint): Checkpoint => checkpoint): Promise<void> {
  const { partitions, scenario } = Recording.open(runDir)
  for (const partition of partitions) {
    const dir = partitionDir(runDir, partition)
    const pipeline = new PricingPipeline({ partition, partitions: scenario.partitions, policy: scenario.policy, stores: scenario.catalog.stores })
    const files = new SnapshotFiles(dir)
    for (const { records, firstOffset, batch, now, nextOffset } of committedBatches(dir, 0)) {
      pipeline.step(records, firstOffset, batch, now)
      if ((batch + 1) % everyBatches === 0) await files.save(change({ offset: nextOffset, nextBatch: batch + 1, now, parts: pipeline.save() }))
    }
  }
}
