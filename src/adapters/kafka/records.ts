import { randomUUID } from 'node:crypto'
import { coPartitionAssigner } from './assigner.ts'
import type { Consumer, KafkaClient } from './client.ts'
import { withAdmin } from './topic-admin.ts'

/** Records of one partition: offsets from `from` up to, not including, `to`. */
export interface RecordRange {
  readonly topic: string
  readonly partition: number
  readonly from: number
  readonly to: number
}

export interface KeyedBytes {
  readonly offset: number
  readonly key: string | undefined
  readonly value: Buffer
}

const FETCH_BYTES_MAX = 1 << 23

export interface Bounds {
  readonly low: number
  readonly end: number
}

/** Where one partition of each topic begins and ends, for readers of what is committed. */
export async function boundsOf(client: KafkaClient, topics: readonly string[], partition: number): Promise<ReadonlyMap<string, Bounds>> {
  return withAdmin(client, async (admin) => {
    const bounds = new Map<string, Bounds>()
    for (const topic of topics) {
      const found = (await admin.fetchTopicOffsets(topic)).find((each) => each.partition === partition)!
      bounds.set(topic, { low: Number(found.low), end: Number(found.high) })
    }
    return bounds
  })
}

/** These records as bytes, in order. The caller knows that they are there. */
export async function readRecords(client: KafkaClient, { topic, partition, from, to }: RecordRange): Promise<readonly KeyedBytes[]> {
  const consumer = client.consumer({ groupId: `${topic}-read-${randomUUID()}`, assigner: coPartitionAssigner([partition]), bytesMax: FETCH_BYTES_MAX })
  const records: KeyedBytes[] = []
  try {
    consumer.on(consumer.events.GROUP_JOIN, () => {
      records.length = 0
      consumer.seek({ topic, partition, offset: String(from) })
    })
    const done = reaching(consumer, to)
    await consumer.connect()
    await consumer.subscribe({ topics: [topic], fromBeginning: true })
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch: { messages } }) => {
        for (const { offset, key, value } of messages) if (Number(offset) >= from && Number(offset) < to) records.push({ offset: Number(offset), key: key?.toString(), value: value ?? Buffer.alloc(0) })
      },
    })
    await done
    return records
  } finally {
    await consumer.disconnect()
  }
}

/** Resolves when everything before `to` was fetched. */
function reaching({ on, events }: Consumer, to: number): Promise<void> {
  return new Promise((resolve, reject) => {
    on(events.END_BATCH_PROCESS, ({ payload: { lastOffset } }) => {
      if (Number(lastOffset) + 1 >= to) resolve()
    })
    on(events.CRASH, ({ payload: { error, restart } }) => {
      if (!restart) reject(error)
    })
  })
}
