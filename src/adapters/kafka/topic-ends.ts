import type { KafkaClient } from './client.ts'
import type { Bounds } from './records.ts'
import { withAdmin } from './topic-admin.ts'

/** Names of all topics that this user may see. */
export const topicNames = (client: KafkaClient): Promise<readonly string[]> => withAdmin(client, (admin) => admin.listTopics())

/** Where each partition of a topic begins and ends. */
export async function topicEnds(client: KafkaClient, topic: string): Promise<ReadonlyMap<number, Bounds>> {
  return withAdmin(client, async (admin) => new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, low, high }) => [partition, { low: Number(low), end: Number(high) }])))
}

/** The first offset of each partition at a time (epoch ms) or later; the end where there is none. */
export async function offsetsAtTime(client: KafkaClient, topic: string, atMs: number): Promise<ReadonlyMap<number, number>> {
  return withAdmin(client, async (admin) => new Map((await admin.fetchTopicOffsetsByTimestamp(topic, atMs)).map(({ partition, offset }) => [partition, Number(offset)])))
}
