import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { topicEnds, topicNames } from '../../adapters/kafka/topic-ends.ts'
import { type TopicMessage, TopicReader } from '../../adapters/kafka/topic-reader.ts'
import { INPUT_TOPICS } from '../../adapters/kafka/topics.ts'
import { decode, isDeadLetter } from '../../engine/pricing/codec.ts'
import { UserError } from '../user-error.ts'
import { type DeadLetter, deadLetterOf } from './dead-letter.ts'

/** Says of a message which dead letter it was: who looks later finds that it was sent. */
export const REDRIVEN_HEADER = 'promo-redriven'

export interface TopicFacts {
  readonly letters: readonly DeadLetter[]
  readonly appliedIds: ReadonlySet<string>
  /** Places of dead letters that were sent again already. */
  readonly redriven: ReadonlySet<string>
  readonly knownSkus: ReadonlySet<string>
  readonly stores: ReadonlySet<string>
  readonly partitions: number
  readonly now: number
}

/** What the topics of a run say of its dead letters and of what it was sent. Nothing changes. */
export async function factsOfTopics(client: KafkaClient, prefix: string): Promise<TopicFacts> {
  const there = await topicNames(client)
  const deadTopic = `${prefix}dead_letters`
  if (!there.includes(deadTopic)) throw noTopic(deadTopic)
  const letters = (await allOf(client, deadTopic)).flatMap(({ value, partition }) => deadLetterOf(value?.toString() ?? '', partition) ?? [])
  const dead = new Set(letters.map(({ record }) => record))
  const facts = { appliedIds: new Set<string>(), redriven: new Set<string>(), knownSkus: new Set<string>(), stores: new Set<string>(), now: -Infinity }
  for (const topic of INPUT_TOPICS.filter((name) => there.includes(prefix + name))) {
    for (const message of await allOf(client, prefix + topic)) note(message, dead, facts)
  }
  return { ...facts, letters, partitions: (await topicEnds(client, deadTopic)).size }
}

interface Noted {
  readonly appliedIds: Set<string>
  readonly redriven: Set<string>
  readonly knownSkus: Set<string>
  readonly stores: Set<string>
  now: number
}

function note({ value, headers }: TopicMessage, dead: ReadonlySet<string>, facts: Noted): void {
  const place = headers.find(([name]) => name === REDRIVEN_HEADER)?.[1]
  if (place !== undefined) facts.redriven.add(place)
  const record = value?.toString() ?? ''
  const time = timeIn(record)
  if (time !== undefined) facts.now = Math.max(facts.now, time)
  if (place === undefined && dead.has(record)) return
  const decoded = decode(record, time ?? facts.now)
  if (isDeadLetter(decoded)) return
  const { id, type, sku, store } = decoded.event
  facts.appliedIds.add(id)
  if (type === 'sku_seeded') facts.knownSkus.add(sku!)
  if (store !== undefined) facts.stores.add(store)
}

/** The run's own time goes by what its producers say. */
function timeIn(record: string): number | undefined {
  const time = Number(/"receivedAt":(\d{13})/.exec(record)?.[1])
  return Number.isNaN(time) ? undefined : time
}

async function allOf(client: KafkaClient, topic: string): Promise<readonly TopicMessage[]> {
  const ranges = [...(await topicEnds(client, topic))].flatMap(([partition, { low, end }]) => (low < end ? [{ partition, from: low, to: end }] : []))
  if (ranges.length === 0) return []
  const reader = new TopicReader(client, topic, ranges)
  const messages: TopicMessage[] = []
  try {
    await reader.start()
    for (const { partition } of ranges) {
      for (let next = await reader.peek(partition); next; next = await reader.peek(partition)) {
        messages.push(next)
        reader.take(partition)
      }
    }
    return messages
  } finally {
    await reader.stop()
  }
}

function noTopic(value: string): UserError {
  return new UserError({ code: 'unknown_topic', message: `there is no topic ${value}, or none that this user may see`, place: '--topic-prefix', value, rule: 'a run has a topic dead_letters under its prefix', fix: 'check the prefix', exitCode: 106 })
}
