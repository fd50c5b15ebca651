import { createHash } from 'node:crypto'
import { decisionsIn, ExactComparison } from '../exact-comparison.ts'
import type { PreparedReplay } from '../prepare-replay.ts'
import type { Recording } from '../recording.ts'
import type { PartitionReplay } from '../replay-setting.ts'

/** What a partition's log has, held against the recording. */
export type Held = Pick<PartitionReplay, 'compared' | 'difference' | 'decisionsSha256'>

/**
 * What was read back from the topics, batch by batch, against what was recorded. A replay that was interrupted has fewer
 * batches; what it has not come to is no difference.
 */
export function heldAgainst(replayed: Recording, { recording, spans, isExact }: PreparedReplay, { partition, isInterrupted }: { readonly partition: number; readonly isInterrupted: boolean }): Held {
  const [hash, comparison, mine] = [createHash('sha256'), new ExactComparison(), replayed.batches(partition)]
  const { to } = spans[partition]
  const next = (): readonly string[] | undefined => {
    const { value, done } = mine.next()
    if (done) return undefined
    const decisions = decisionsIn(value.outputs)
    if (decisions.length > 0) hash.update(`${decisions.join('\n')}\n`)
    return decisions
  }
  if (isExact) {
    for (const batch of recording.batches(partition)) {
      const decisions = batch.firstOffset < to ? (next() ?? (isInterrupted ? undefined : [])) : undefined
      if (decisions === undefined) break
      if (batch.nextOffset <= to) comparison.compare(batch, decisions)
    }
  }
  while (next() !== undefined);
  return { compared: comparison.compared, difference: comparison.difference, decisionsSha256: hash.digest('hex') }
}
