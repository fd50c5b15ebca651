import type { SegmentIndex } from '../segment-index.ts'
import type { SnapshotPlace } from './snapshot-file.ts'

/** Whether a snapshot is of this log, and not of another one: the batch that ends there is the last one that it knows. */
export function stands({ offset, nextBatch, now }: SnapshotPlace, index: SegmentIndex): boolean {
  if (offset === 0) return false
  const last = index.atOffset(offset - 1)
  return last?.nextOffset === offset && last.batch === nextBatch - 1 && last.now === now
}
