import type { KafkaClient } from '../../adapters/kafka/client.ts'
import { type BrokersRequest, reachBrokers } from '../record/reach-kafka.ts'
import { planRedrive, type Redriven } from './plan-redrive.ts'
import { NO_REPAIRS, readRepairs } from './read-repairs.ts'
import { factsOfTopics, REDRIVEN_HEADER, type TopicFacts } from './topic-facts.ts'

export interface RedriveTopicsRequest extends BrokersRequest {
  readonly topicPrefix: string
  readonly repairs?: string
  /** False: it is only said what would be sent. */
  readonly mayChange: boolean
}

export interface RedriveAnswer {
  readonly prefix: string
  readonly redriven: readonly Redriven[]
  readonly isSent: boolean
}

/**
 * Sends dead letters of a run on Kafka to their own topics again, for the workers that run there: each once, however
 * often this is started, because what was sent says so in a header. Two of these at once would not see each other.
 */
export async function redriveTopics({ topicPrefix, repairs, mayChange, ...servers }: RedriveTopicsRequest): Promise<RedriveAnswer> {
  const mended = repairs === undefined ? NO_REPAIRS : await readRepairs(repairs)
  const { client } = await reachBrokers(servers)
  const facts = await factsOfTopics(client, topicPrefix)
  const planned = planRedrive({ ...facts, repairs: mended, stores: [...facts.stores] })
  const redriven = planned.map((each) => onceOnly(each, facts))
  if (mayChange) await send(client, topicPrefix, redriven.filter(({ fate }) => fate === 'sent'))
  return { prefix: topicPrefix, redriven, isSent: mayChange }
}

/** Also where the record is the same as the dead one, so that its id tells nothing. */
function onceOnly(each: Redriven, { redriven }: TopicFacts): Redriven {
  if (each.fate !== 'sent' || !redriven.has(each.letter.place)) return each
  return { ...each, fate: 'applied_already', why: `${each.letter.place} was sent again already` }
}

/** One after another, each acknowledged: what an interrupted one has sent is found by the next. */
async function send(client: KafkaClient, prefix: string, redriven: readonly Redriven[]): Promise<void> {
  if (redriven.length === 0) return
  const producer = client.producer()
  await producer.connect()
  try {
    for (const { topic, partition, sku, record, letter } of redriven) {
      await producer.send({ topic: prefix + topic!, messages: [{ partition, key: sku, value: record, headers: { [REDRIVEN_HEADER]: letter.place } }] })
    }
  } finally {
    await producer.disconnect()
  }
}
