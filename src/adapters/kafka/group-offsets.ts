import type { KafkaClient } from './client.ts'
import { withAdmin } from './topic-admin.ts'

/** A group that reads a topic, as its brokers know it. */
export interface GroupPlaces {
  /** `Empty`, `Stable`, `Dead` (nobody has heard of it) and so on. */
  readonly state: string
  readonly members: number
  /** The next offset of each partition; -1 where none was committed. */
  readonly committed: ReadonlyMap<number, number>
}

export async function groupPlaces(client: KafkaClient, groupId: string, topic: string): Promise<GroupPlaces> {
  return withAdmin(client, async (admin) => {
    const { groups } = await admin.describeGroups([groupId])
    const [{ partitions }] = await admin.fetchOffsets({ groupId, topics: [topic] })
    return { state: groups[0].state, members: groups[0].members.length, committed: new Map(partitions.map(({ partition, offset }) => [partition, Number(offset)])) }
  })
}

/** Brokers refuse where the group has members. */
export async function moveGroup(client: KafkaClient, groupId: string, topic: string, places: ReadonlyMap<number, number>): Promise<void> {
  const partitions = [...places].map(([partition, offset]) => ({ partition, offset: String(offset) }))
  await withAdmin(client, (admin) => admin.setOffsets({ groupId, topic, partitions }))
}
