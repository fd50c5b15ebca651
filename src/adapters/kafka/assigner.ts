import { MemberAssignment, MemberMetadata, type PartitionAssigner } from './client.ts'

/** A worker of a group. Where it claims partitions it gets these and no others; else it takes its share of the rest. */
export interface Member {
  readonly id: string
  readonly claims: readonly number[] | null
}

/**
 * Which partition numbers each member works on. A number stands for that partition of every input topic: kafkajs's own
 * assigner deals topic-partitions one by one, and would give a SKU's sales to one worker and its costs to another.
 */
export function dealPartitions(members: readonly Member[], partitions: number): ReadonlyMap<string, readonly number[]> {
  const sorted = [...members].sort((a, b) => (a.id < b.id ? -1 : 1))
  const dealt = new Map(sorted.map(({ id }) => [id, [] as number[]]))
  const sharing = sorted.filter(({ claims }) => claims === null)
  for (let partition = 0, turn = 0; partition < partitions; partition++) {
    const owner = sorted.find(({ claims }) => claims?.includes(partition)) ?? sharing[turn++ % sharing.length]
    if (owner) dealt.get(owner.id)!.push(partition)
  }
  return dealt
}

/** The same for a consumer group; `claims` are those of this member. */
export function coPartitionAssigner(claims: readonly number[] | null): PartitionAssigner {
  return ({ cluster }) => ({
    name: 'promo-co-partitions',
    version: 1,
    protocol: ({ topics }) => ({
      name: 'promo-co-partitions',
      metadata: MemberMetadata.encode({ version: 1, topics, userData: Buffer.from(JSON.stringify(claims)) }),
    }),
    async assign({ members, topics }) {
      const counts = topics.map((topic) => cluster.findTopicPartitionMetadata(topic).length)
      const known = members.map(({ memberId, memberMetadata }) => ({ id: memberId, claims: claimsIn(memberMetadata) }))
      return [...dealPartitions(known, Math.min(...counts))].map(([memberId, dealt]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version: 1, assignment: Object.fromEntries(topics.map((topic) => [topic, [...dealt]])), userData: Buffer.alloc(0) }),
      }))
    },
  })
}

function claimsIn(metadata: Buffer): readonly number[] | null {
  return JSON.parse(MemberMetadata.decode(metadata)!.userData.toString()) as readonly number[] | null
}
