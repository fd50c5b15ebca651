import type { KafkaClient } from './client.ts'
import type { Positions } from './order-entry.ts'
import { withAdmin } from './topic-admin.ts'
import { INPUT_TOPICS } from './topics.ts'

/** Where the input topics end, by partition. */
export async function inputEnds(client: KafkaClient, prefix: string): Promise<readonly Positions[]> {
  return withAdmin(client, async (admin) => {
    const ends: number[][] = []
    for (const [index, topic] of INPUT_TOPICS.entries()) {
      for (const { partition, high } of await admin.fetchTopicOffsets(prefix + topic)) (ends[partition] ??= [])[index] = Number(high)
    }
    return ends
  })
}
