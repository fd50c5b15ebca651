import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { SegmentLog } from '../adapters/embedded/segment-log.ts'
import { partitionOf } from '../engine/kernel/murmur2.ts'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { builtInScenario } from '../scenarios/resolve-scenario.ts'

export interface WrittenBatch {
  readonly now: number
  /** Of one SKU, whose partition has the batch. */
  readonly sku: string
  readonly records: readonly string[]
}

/** A run folder of these batches, as the pipeline decides them. */
export async function writeDecidedRecording(dir: string, batches: readonly WrittenBatch[], { partitions, stores }: { readonly partitions: number; readonly stores: readonly string[] }): Promise<void> {
  const steady = builtInScenario('steady')
  // As promo record says it: a run has a second for each one since it began.
  const startsAt = Math.min(...batches.map(({ now }) => now))
  const scenario = { ...steady, startsAt, partitions, catalog: { ...steady.catalog, stores }, faults: [] }
  writeFileSync(join(dir, 'scenario.json'), JSON.stringify(scenario))
  for (let partition = 0; partition < partitions; partition++) {
    const log = new SegmentLog({ dir: partitionDir(dir, partition), batchBytesMax: 0, segmentBytesMax: 1 << 24 })
    const pipeline = new PricingPipeline({ partition, partitions, policy: scenario.policy, stores })
    const own = batches.filter(({ sku }) => partitionOf(sku, partitions) === partition)
    for (const [batch, { now, records }] of own.entries()) {
      const firstOffset = log.nextOffset
      log.accept(records)
      const { lines, extra } = pipeline.step(records, firstOffset, batch, now)
      await log.commit({ batch, now, inputs: records.length, lines, extra })
    }
    log.close()
  }
}
