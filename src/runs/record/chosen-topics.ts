import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { topicNames } from '../../adapters/kafka/topic-ends.ts'
import { INPUT_TOPICS } from '../../adapters/kafka/topics.ts'
import { ORDER_TOPIC } from '../../adapters/output-topics.ts'
import { didYouMean } from '../../engine/kernel/nearest-word.ts'
import type { WrittenOffset } from '../replay/offsets.ts'
import { UserError } from '../user-error.ts'

interface Wish {
  readonly topics: readonly string[]
  readonly topicPrefix?: string
  readonly from: readonly WrittenOffset[]
  readonly to: readonly WrittenOffset[]
  readonly untilIdleMs?: number
}

/** With `hasOrder`: all topics of a run; without, these by their full names. */
export type Chosen = { readonly hasOrder: true; readonly prefix: string } | { readonly hasOrder: false; readonly topics: readonly string[] }

/**
 * A whole run of this tool is recorded in its own order; a part of it, or what others write, in an order that is made
 * here. Throws a UserError where a topic is not there.
 */
export async function chosenTopics(client: KafkaClient, { topics, topicPrefix = '', from, to, untilIdleMs }: Wish): Promise<Chosen> {
  const there = await topicNames(client)
  const isWhole = topics.length === 0 && from.length === 0 && to.length === 0 && untilIdleMs === undefined
  if (topics.length === 0 && topicPrefix === '') throw refusal('--topic', undefined, 'no topic is named', 'topics by name, or all of a run by its --topic-prefix', `write for example --topic ${there.find((name) => !name.startsWith('__')) ?? 'sales_events'}`, 2)
  if (isWhole && there.includes(topicPrefix + ORDER_TOPIC)) return { hasOrder: true, prefix: topicPrefix }
  const wanted = topics.length > 0 ? topics.map((name) => topicPrefix + name) : INPUT_TOPICS.map((name) => topicPrefix + name).filter((name) => there.includes(name))
  const missing = wanted.find((name) => !there.includes(name))
  if (missing !== undefined) throw refusal('--topic', missing, `there is no topic ${missing}, or none that this user may see`, 'topics that are there', didYouMean(missing, there) || `write for example --topic ${there.find((name) => !name.startsWith('__')) ?? missing}`, 106)
  if (wanted.length === 0) throw refusal('--topic-prefix', topicPrefix, `there is no topic of a run under ${topicPrefix}`, `a run has ${INPUT_TOPICS.join(', ')} under its prefix`, 'check the prefix, or name topics with --topic', 106)
  return { hasOrder: false, topics: [...new Set(wanted)] }
}

function refusal(place: string, value: string | undefined, message: string, rule: string, fix: string, exitCode: 2 | 106): UserError {
  return new UserError({ code: 'unknown_topic', message, place, value, rule, fix, exitCode })
}
