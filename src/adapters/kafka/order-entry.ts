import { INPUT_TOPICS } from './topics.ts'

/**
 * Records of one input topic that a batch took: offsets from `from` up to, not including, `to`. A batch has one of each
 * topic; a replayed one as many as it takes to have its records in their recorded order.
 */
export type Range = readonly [topic: string, from: number, to: number]

/** Output lines of a batch, topic by topic as they stand in a run folder: the next `count` of that topic, from `from` on where it says so. */
export type OutputRange = readonly [topic: string, count: number, from?: number]

/** The next offset of each input topic, in the order of `INPUT_TOPICS`. */
export type Positions = readonly number[]

export const START: Positions = INPUT_TOPICS.map(() => 0)

/** Where a snapshot lies. It counts from the moment that a committed order record names it. */
export interface SnapshotReference {
  /** Which of the chunks between `from` and `to` belong to it: a worker that was fenced may have written there too. */
  readonly id: string
  readonly from: number
  readonly to: number
  readonly bytes: number
  readonly crc: number
  /** Of the batch behind it, in the partition's one line count. */
  readonly offset: number
  /** No order record before this Kafka offset is needed to go on from the snapshot. */
  readonly orderOffset: number
}

/** An order record as it stands in Kafka: the embedded one, and where everything is. The newest one alone says where the partition stands. */
export interface OrderEntry {
  readonly batch: number
  readonly now: number
  readonly inputs: number
  /** Offset of the batch's first record in the partition's one line count, as a run folder has it. */
  readonly offset: number
  readonly nextOffset: number
  readonly ranges: readonly Range[]
  readonly outputs: readonly OutputRange[]
  readonly positions: Positions
  /** The newest snapshot by then. */
  readonly snapshot?: SnapshotReference
  /** Over the whole batch, inputs and outputs: two batches of the same number differ in it. */
  readonly crc: number
}

export const parseOrderEntry = (text: string): OrderEntry => JSON.parse(text) as OrderEntry

/** The fields beyond the embedded ones, as `Commit.extra` has them. */
export function orderFields({ offset, nextOffset, ranges, outputs, positions, snapshot }: Omit<OrderEntry, 'batch' | 'now' | 'inputs' | 'crc'>): string {
  return `,${JSON.stringify({ offset, nextOffset, ranges, outputs, positions, snapshot }).slice(1, -1)}`
}

/** Where the partition stands when these ranges were taken. */
export function positionsBehind(positions: Positions, ranges: readonly Range[]): Positions {
  return INPUT_TOPICS.map((name, index) => ranges.findLast(([topic]) => topic === name)?.[2] ?? positions[index])
}

/** The next record of a topic lengthens the last range, where that is of the same topic. */
export function addRecord(ranges: Range[], topic: string, offset: number): void {
  const last = ranges.at(-1)
  if (last?.[0] === topic) ranges[ranges.length - 1] = [topic, last[1], offset + 1]
  else ranges.push([topic, offset, offset + 1])
}
