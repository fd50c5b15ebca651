import { brokerErrorOf, type KafkaClient } from '../../../adapters/kafka/client.ts'
import { SharedProducer } from '../../../adapters/kafka/shared-producer.ts'
import { countBrokers, makeTopics } from '../../../adapters/kafka/topic-admin.ts'
import { topicEnds, topicNames } from '../../../adapters/kafka/topic-ends.ts'
import { planCopies } from '../../../adapters/kafka/topic-plan.ts'
import { newRunId } from '../../folders/run-id.ts'
import { isOwnStack } from '../../open-kafka-target.ts'
import { reachBrokers, type BrokersRequest } from '../../record/reach-kafka.ts'
import { prefixOf } from '../../server-names.ts'
import { UserError } from '../../user-error.ts'
import type { Speed } from '../pacer.ts'
import { Schedule } from '../schedule.ts'
import { outgoing, type OutgoingSetting, partitionFor } from './outgoing.ts'
import { TopicSender } from './topic-sender.ts'

export interface SendRequest extends BrokersRequest, OutgoingSetting {
  readonly speed: Speed
  readonly maxGapMs: number
  /** Undefined: one that nobody else has. */
  readonly topicPrefix?: string
  readonly createTopics: boolean
  /** False: to topics that somebody else may have, nothing is sent; it is only said what would be. */
  readonly mayChange: boolean
  readonly onSent: (sent: number) => void
  readonly signal: AbortSignal
}

export interface SentTopic {
  readonly topic: string
  readonly partitions: number
  /** Whether it has to be made, or was. */
  readonly isNew: boolean
  /** In the range, and of what was sent. */
  readonly records: number
}

export interface SendAnswer {
  readonly prefix: string
  readonly isSent: boolean
  readonly isInterrupted: boolean
  readonly topics: readonly SentTopic[]
  /** Acknowledged. */
  readonly sent: number
  readonly elapsedMs: number
  /** How far it was behind its schedule at worst. */
  readonly lateMsMax: number
}

const REPLICATION_MAX = 3
const TELL_EVERY_MS = 1000

/**
 * Puts recorded inputs into topics, for a pipeline of somebody's own. Each topic has the name that it was recorded
 * under, behind the prefix. Under a prefix of its own it sends at once; under one that was named only where that was said.
 */
export async function sendRecording(request: SendRequest): Promise<SendAnswer> {
  const { client } = await reachBrokers(request)
  const prefix = prefixOf(newRunId('sent'), request.topicPrefix)
  const topics = await destinations(client, prefix, request)
  const mayChange = request.topicPrefix === undefined || request.mayChange
  const nothing = { prefix, topics: [...topics.values()], sent: 0, elapsedMs: 0, lateMsMax: 0, isInterrupted: false }
  if (!mayChange) return { ...nothing, isSent: false }
  await makeMissing(client, request, [...topics.values()].filter(({ isNew }) => isNew))
  return { ...nothing, ...(await send(client, request, { prefix, topics })), isSent: true }
}

/** By the name that was recorded. Counting reads the range once, and tells what is damaged before anything is sent. */
async function destinations(client: KafkaClient, prefix: string, request: SendRequest): Promise<ReadonlyMap<string, SentTopic>> {
  const counts = new Map<string, number>()
  for (const { topic } of outgoing(request)) counts.set(topic, (counts.get(topic) ?? 0) + 1)
  const there = await topicNames(client)
  const found = [...counts].map(async ([name, records]): Promise<[string, SentTopic]> => {
    const topic = prefix + name
    const isNew = !there.includes(topic)
    return [name, { topic, isNew, records, partitions: isNew ? request.recording.partitions.length : (await topicEnds(client, topic)).size }]
  })
  return new Map((await Promise.all(found)).sort(([a], [b]) => (a < b ? -1 : 1)))
}

async function makeMissing(client: KafkaClient, request: SendRequest, missing: readonly SentTopic[]): Promise<void> {
  if (missing.length === 0) return
  const isOwn = isOwnStack({ kafka: request.kafka })
  if (!isOwn && !request.createTopics) throw missingTopics(missing.map(({ topic }) => topic).join(', '))
  const replication = Math.min(REPLICATION_MAX, await countBrokers(client))
  await makeTopics(client, planCopies(missing.map(({ topic, partitions }) => ({ name: topic, partitions, replication }))))
}

interface Destination {
  readonly prefix: string
  readonly topics: ReadonlyMap<string, SentTopic>
}

async function send(client: KafkaClient, request: SendRequest, { prefix, topics }: Destination): Promise<Pick<SendAnswer, 'sent' | 'elapsedMs' | 'lateMsMax' | 'isInterrupted'>> {
  const producer = new SharedProducer(client)
  const sender = new TopicSender(producer)
  const schedule = new Schedule(request, () => request.signal.aborted)
  const timer = setInterval(() => request.onSent(sender.sent), TELL_EVERY_MS)
  const beganAt = performance.now()
  try {
    for (const each of outgoing(request)) {
      await schedule.until(each.now)
      if (request.signal.aborted) break
      await sender.add(prefix + each.topic, { ...each.message, partition: partitionFor(each, topics.get(each.topic)!.partitions) })
    }
    await sender.end()
  } catch (error) {
    throw error instanceof UserError ? error : refused(sender.sent, error)
  } finally {
    clearInterval(timer)
    await producer.close()
  }
  return { sent: sender.sent, elapsedMs: Math.round(performance.now() - beganAt), lateMsMax: Math.round(schedule.lateMsMax), isInterrupted: request.signal.aborted }
}

function missingTopics(names: string): UserError {
  return new UserError({ code: 'missing_topics', message: `there is no topic ${names}, or none that this user may see`, place: '--send-only', value: names, rule: 'topics are made only where that is allowed', fix: 'allow it with --create-topics', exitCode: 106 })
}

function refused(sent: number, error: unknown): UserError {
  const rule = 'a send that failed is not repeated: records could be there twice'
  return new UserError({ code: 'not_sent', message: `the brokers have ${sent} records; what was sent behind them failed: ${brokerErrorOf(error)}`, place: '--send-only', value: brokerErrorOf(error), rule, fix: 'look whether the brokers answer, and whether they take timestamps of that time; then send again under a new prefix', exitCode: 106 })
}
