import { type PartitionBatch, Recording } from '../recording.ts'

/** What the baseline had said by the time of a batch, each line once. */
export type Baseline = (batch: PartitionBatch) => readonly string[]

/** The recording's own decisions, or those of another run by their recorded time. */
export function baselineOf(sourceDir: string, baselineDir: string, partition: number): Baseline {
  return baselineDir === sourceDir ? ({ outputs }) => outputs : linesByTime(Recording.open(baselineDir).batches(partition))
}

function linesByTime(batches: Iterator<PartitionBatch>): Baseline {
  let next = batches.next()
  return ({ now }) => {
    const lines: string[] = []
    for (; !next.done && next.value.now <= now; next = batches.next()) lines.push(...next.value.outputs)
    return lines
  }
}
