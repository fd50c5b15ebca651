import type { KafkaClient } from './client.ts'
import { Fetcher } from './fetcher.ts'
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

const FETCH_BYTES_MAX = 1 << 22

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
  const records: KeyedBytes[] = []
  const done = Promise.withResolvers<void>()
  let next = from
  const fetcher = new Fetcher(client, {
    topics: [topic],
    wanted: () => (next < to ? [{ topic, partition, from: next }] : []),
    onRecord: (_topic, _partition, { offset, key, value }) => {
      // What was fetched is thrown away as a whole otherwise, and each value would keep all of it.
      if (offset < to) records.push({ offset, key: key?.toString(), value: Buffer.from(value ?? []) })
    },
    onReached: (_topic, _partition, reached) => {
      next = reached
      if (next >= to) done.resolve()
    },
    onFailure: done.reject,
    bytesMax: FETCH_BYTES_MAX,
  })
  try {
    await fetcher.start()
    await done.promise
    return records
  } finally {
    await fetcher.stop()
  }
}
