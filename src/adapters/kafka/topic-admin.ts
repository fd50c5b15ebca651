import { UserError } from '../../engine/kernel/user-error.ts'
import type { Admin, KafkaClient } from './client.ts'
import { onceReady } from './once-ready.ts'
import { missingRight } from './rights.ts'
import type { PlannedTopic } from './topic-plan.ts'

export interface EnsureSetting {
  /** False: what is missing is an error. */
  readonly mayCreate: boolean
}

/**
 * Makes what is missing, where that is allowed, and refuses topics that are there and do not fit. What is in them
 * already would be taken for the run's own.
 */
export async function ensureTopics(client: KafkaClient, plan: readonly PlannedTopic[], { mayCreate }: EnsureSetting): Promise<void> {
  await withAdmin(client, async (admin) => {
    const there = new Set(await admin.listTopics())
    const missing = plan.filter(({ name }) => !there.has(name))
    if (missing.length > 0 && !mayCreate) throw missingTopics(missing)
    if (missing.length > 0) await createTopics(admin, missing)
    const known = plan.filter(({ name }) => there.has(name))
    await checkTopics(admin, known)
    await refuseUsed(admin, known)
  })
}

/** Makes topics that are not there. */
export async function makeTopics(client: KafkaClient, topics: readonly PlannedTopic[]): Promise<void> {
  await withAdmin(client, (admin) => createTopics(admin, topics))
}

export async function countBrokers(client: KafkaClient): Promise<number> {
  return withAdmin(client, async (admin) => (await admin.describeCluster()).brokers.length)
}

/** Says which right is missing, where it is that. */
export async function withAdmin<Result>(client: KafkaClient, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = client.admin()
  await admin.connect()
  try {
    return await onceReady(() => work(admin))
  } catch (error) {
    throw missingRight(error) ?? error
  } finally {
    await admin.disconnect()
  }
}

async function createTopics(admin: Admin, topics: readonly PlannedTopic[]): Promise<void> {
  await admin.createTopics({
    waitForLeaders: true,
    topics: topics.map(({ name, partitions, replication, config }) => ({
      topic: name,
      numPartitions: partitions,
      replicationFactor: replication,
      configEntries: Object.entries(config).map(([entry, value]) => ({ name: entry, value })),
    })),
  })
}

async function checkTopics(admin: Admin, plan: readonly PlannedTopic[]): Promise<void> {
  if (plan.length === 0) return
  const { topics } = await admin.fetchTopicMetadata({ topics: plan.map(({ name }) => name) })
  for (const { name, partitions } of topics) {
    const planned = plan.find((each) => each.name === name)!
    if (partitions.length !== planned.partitions) throw unfit(name, `${partitions.length} partitions`, `all topics of a run have ${planned.partitions}: a SKU is in the same one of each`)
    const replicas = Math.min(...partitions.map((each) => each.replicas.length))
    if (replicas < planned.replication) throw unfit(name, `${replicas} replicas`, `at least ${planned.replication}`)
  }
}

async function refuseUsed(admin: Admin, plan: readonly PlannedTopic[]): Promise<void> {
  for (const { name } of plan) {
    const offsets = await admin.fetchTopicOffsets(name)
    if (offsets.some(({ high }) => high !== '0')) throw unfit(name, 'records', 'a run begins with empty topics, so that everything in them is its own')
  }
}

function missingTopics(missing: readonly PlannedTopic[]): UserError {
  const names = missing.map(({ name }) => name).join(', ')
  const rule = 'topics are made only where that is allowed'
  return new UserError({ code: 'missing_topics', message: `there is no topic ${names}, or none that this user may see`, place: '--target kafka', value: names, rule, fix: 'allow it with --create-topics', exitCode: 106 })
}

function unfit(topic: string, value: string, rule: string): UserError {
  return new UserError({ code: 'unfit_topic', message: `topic ${topic} has ${value}`, place: topic, value, rule, fix: 'choose another --topic-prefix, or change the topic', exitCode: 106 })
}
