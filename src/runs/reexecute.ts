import { createHash } from 'node:crypto'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { committedBatches } from '../adapters/embedded/segment-log.ts'
import type { Scenario } from '../scenarios/scenario.ts'

const DECISIONS_PREFIX = '{"topic":"pricing_decisions"'

/**
 * Executes a partition's log again from its first record, in the recorded order and with the recorded `now`, and gives
 * the SHA-256 over the decisions that come out. Nothing of what the run decided is looked at.
 */
export function reexecutePartition(runDir: string, partition: number, { policy, catalog }: Scenario): string {
  const pipeline = new PricingPipeline({ partition, policy, stores: catalog.stores })
  const hash = createHash('sha256')
  for (const { records, firstOffset, batch, now } of committedBatches(partitionDir(runDir, partition), 0)) {
    const { lines } = pipeline.step(records, firstOffset, batch, now)
    const decisions = lines.filter((line) => line.startsWith(DECISIONS_PREFIX))
    if (decisions.length > 0) hash.update(`${decisions.join('\n')}\n`)
  }
  return hash.digest('hex')
}
