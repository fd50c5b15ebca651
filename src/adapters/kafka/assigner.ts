import { MemberAssignment, MemberMetadata, type PartitionAssigner } from './client.ts'

/** What a worker says of itself when it joins. */
export interface Membership {
  /** What it works on already, and keeps as far as that is fair: to hand a partition over costs a recovery. */
  readonly owned: readonly number[]
}

export interface Member extends Membership {
  readonly id: string
}

/**
 * Which partition numbers each member works on. A number stands for that partition of every input topic: kafkajs's own
 * assigner deals topic-partitions one by one, and would give a SKU's sales to one worker and its costs to another. Nobody
 * gets two more than another.
 */
export function dealPartitions(members: readonly Member[], partitions: number): ReadonlyMap<string, readonly number[]> {
  const sorted = members.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const dealt = new Map(sorted.map(({ id }) => [id, [] as number[]]))
  for (const partition of keepFairShares(partitions, sorted, dealt)) {
    const poorest = sorted.reduce((least, each) => (dealt.get(each.id)!.length < dealt.get(least.id)!.length ? each : least))
    dealt.get(poorest.id)!.push(partition)
  }
  return dealt
}

/** Lets members keep what they have, up to their share; the remainder goes to those that have most. Returns what is left. */
function keepFairShares(partitions: number, members: readonly Member[], dealt: ReadonlyMap<string, number[]>): ReadonlySet<number> {
  const free = new Set(Array.from({ length: partitions }, (_, partition) => partition))
  const leastShare = Math.floor(partitions / members.length)
  let larger = partitions % members.length
  for (const { id, owned } of members.toSorted((a, b) => b.owned.length - a.owned.length)) {
    const kept = owned.filter((partition) => free.has(partition)).slice(0, larger > 0 ? leastShare + 1 : leastShare)
    if (kept.length > leastShare) larger--
    for (const partition of kept) free.delete(partition)
    dealt.get(id)!.push(...kept)
  }
  return free
}

/** The same for a consumer group. What this member owns is asked whenever it joins. */
export function coPartitionAssigner(owned: () => readonly number[]): PartitionAssigner {
  return ({ cluster }) => ({
    name: 'promo-co-partitions',
    version: 1,
    protocol: ({ topics }) => ({
      name: 'promo-co-partitions',
      metadata: MemberMetadata.encode({ version: 1, topics, userData: Buffer.from(JSON.stringify({ owned: owned() } satisfies Membership)) }),
    }),
    async assign({ members, topics }) {
      const counts = topics.map((topic) => cluster.findTopicPartitionMetadata(topic).length)
      const known = members.map(({ memberId, memberMetadata }) => ({ id: memberId, ...membershipIn(memberMetadata) }))
      return [...dealPartitions(known, Math.min(...counts))].map(([memberId, dealt]) => ({
        memberId,
        memberAssignment: MemberAssignment.encode({ version: 1, assignment: Object.fromEntries(topics.map((topic) => [topic, [...dealt]])), userData: Buffer.alloc(0) }),
      }))
    },
  })
}

function membershipIn(metadata: Buffer): Membership {
  return JSON.parse(MemberMetadata.decode(metadata)!.userData.toString()) as Membership
}
