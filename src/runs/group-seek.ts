import { groupPlaces, moveGroup } from '../adapters/kafka/group-offsets.ts'
import { topicEnds, topicNames } from '../adapters/kafka/topic-ends.ts'
import { didYouMean } from '../engine/kernel/nearest-word.ts'
import { type BrokersRequest, reachBrokers } from './record/reach-kafka.ts'
import { placesOf, refuseWrongPlaces } from './record/topic-positions.ts'
import type { WrittenOffset } from './replay/offsets.ts'
import { UserError } from './user-error.ts'

export interface GroupSeekRequest extends BrokersRequest {
  readonly group: string
  readonly topic: string
  readonly to: readonly WrittenOffset[]
  /** False: it is only said where it would stand. */
  readonly mayMove: boolean
}

export interface GroupSeek {
  readonly group: string
  readonly topic: string
  readonly partitions: readonly {
    readonly partition: number
    /** null: nothing was committed. */
    readonly before: number | null
    readonly after: number
    /** Records that are read again (positive) or left out (negative). */
    readonly again: number
  }[]
  readonly moved: boolean
}

/** Moves what a consumer group has committed. Partitions that `--to` says nothing about stay where they are. */
export async function groupSeek({ group, topic, to, mayMove, ...servers }: GroupSeekRequest): Promise<GroupSeek> {
  const { client } = await reachBrokers(servers)
  const there = await topicNames(client)
  if (!there.includes(topic)) throw refusal('unknown_topic', '--topic', topic, `there is no topic ${topic}, or none that this user may see`, 'a topic that is there', didYouMean(topic, there) || 'check its name', 106)
  const { state, members, committed } = await groupPlaces(client, group, topic)
  if (members > 0) throw refusal('group_in_use', '<group>', group, `group ${group} is ${state.toLowerCase()}: ${members} read in it`, 'the places of a group are moved while nobody reads in it', 'stop its consumers first', 106)
  const bounds = await topicEnds(client, topic)
  refuseWrongPlaces(new Map([[topic, bounds.size]]), to)
  const wanted = await placesOf(client, topic, to, 'end')
  const partitions = [...wanted].filter(([partition]) => to.some((each) => each.partition === null || each.partition === partition)).sort(([a], [b]) => a - b)
  const moves = partitions.map(([partition, after]) => {
    const before = committed.get(partition) ?? -1
    return { partition, before: before < 0 ? null : before, after, again: (before < 0 ? bounds.get(partition)!.low : before) - after }
  })
  if (mayMove) await moveGroup(client, group, topic, new Map(partitions))
  return { group, topic, partitions: moves, moved: mayMove }
}

function refusal(code: string, place: string, value: string, message: string, rule: string, fix: string, exitCode: 2 | 106): UserError {
  return new UserError({ code, message, place, value, rule, fix, exitCode })
}
