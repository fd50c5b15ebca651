import { createHash } from 'node:crypto'
import { PricingPipeline } from '../engine/pricing/pipeline.ts'
import { partitionDir } from '../adapters/embedded/segment-files.ts'
import { committedBatches } from '../adapters/embedded/segment-log.ts'
import type { RunDigest } from '../reports/digest/run-digest.ts'
import type { Scenario } from '../scenarios/scenario.ts'
import { PartitionDigest } from './digest/partition-digest.ts'

const DECISIONS_PREFIX = '{"topic":"pricing_decisions"'

/** What came out of a partition's log. */
export interface Reexecution {
  readonly decisionsSha256: string
  /** What a report shows of it. */
  readonly digest: RunDigest
}

/**
 * Executes a partition's log again from its first record, in the recorded order and with the recorded `now`, and gives
 * the SHA-256 over the decisions that come out. Nothing of what the run decided is looked at.
 */
export function reexecutePartition(runDir: string, partition: number, scenario: Scenario): Reexecution {
  const { partitions, policy, catalog } = scenario
  const digest = new PartitionDigest(scenario)
  const pipeline = new PricingPipeline({ partition, partitions, policy, stores: catalog.stores, wrap: digest.wrap })
  const hash = createHash('sha256')
  for (const { records, firstOffset, batch, now } of committedBatches(partitionDir(runDir, partition), 0)) {
    const { lines } = pipeline.step(records, firstOffset, batch, now)
    const decisions = lines.filter((line) => line.startsWith(DECISIONS_PREFIX))
    if (decisions.length > 0) hash.update(`${decisions.join('\n')}\n`)
    digest.executed(decisions, records, firstOffset, now)
  }
  return { decisionsSha256: hash.digest('hex'), digest: digest.result() }
}
