import { type PartitionBatch, Recording } from '../recording.ts'

/** What a baseline has said since the batch before: earlier than this batch, and together with it. */
export interface BaselineLines {
  readonly earlier: readonly string[]
  readonly together: readonly string[]
}

export type Baseline = (batch: PartitionBatch) => BaselineLines

const NONE: readonly string[] = []

/** The recording's own decisions, or those of another run by their recorded time. */
export function baselineOf(sourceDir: string, baselineDir: string, partition: number): Baseline {
  return baselineDir === sourceDir ? ({ outputs }) => ({ earlier: NONE, together: outputs }) : linesByTime(Recording.open(baselineDir).batches(partition))
}

/** Batches of one moment go by their number: in replays of one recording they are the same ones. */
function linesByTime(batches: Iterator<PartitionBatch>): Baseline {
  let next = batches.next()
  const takeWhile = (holds: (batch: PartitionBatch) => boolean): readonly string[] => {
    const lines: string[] = []
    for (; !next.done && holds(next.value); next = batches.next()) lines.push(...next.value.outputs)
    return lines
  }
  return ({ now, batch }) => {
    const earlier = takeWhile((other) => other.now < now || (other.now === now && other.batch < batch))
    return { earlier, together: takeWhile((other) => other.now === now && other.batch === batch) }
  }
}
