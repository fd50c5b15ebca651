import type { OrderEntry } from '../../adapters/kafka/order-entry.ts'
import type { Recording } from './recording.ts'

export { INPUT_TOPICS } from '../../adapters/kafka/topics.ts'

export interface TopicOffset {
  readonly partition: number
  /** Null: the offset is the log's own count of records. */
  readonly topic: string | null
  readonly offset: number
}

/**
 * Where a record of a topic stands in the partition's log; `end` where it stands behind it. On the embedded target all
 * topics share one count; on Kafka each batch says which offsets of which topics it took.
 */
export function topicPlace(recording: Recording, { partition, topic, offset }: TopicOffset, end: number): number {
  if (topic === null || !hasRanges(recording, partition)) return offset
  for (const { orderLine, firstOffset } of recording.batches(partition)) {
    let place = firstOffset
    for (const [name, from, to] of (JSON.parse(orderLine) as Partial<OrderEntry>).ranges ?? []) {
      if (name === topic && offset < to) return place + Math.max(0, offset - from)
      place += to - from
    }
  }
  return end + 1
}

function hasRanges(recording: Recording, partition: number): boolean {
  const [first] = recording.batches(partition)
  return first !== undefined && first.orderLine.includes(',"ranges":[')
}
