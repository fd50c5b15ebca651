import { UserError } from '../../engine/kernel/user-error.ts'
import type { Admin, KafkaClient } from './client.ts'
import type { PlannedTopic } from './topic-plan.ts'

export interface EnsureSetting {
  /** False: what is missing is an error. */
  readonly mayCreate: boolean
}

/** Makes what is missing, where that is allowed, and refuses topics that are there and do not fit. */
export async function ensureTopics(client: KafkaClient, plan: readonly PlannedTopic[], { mayCreate }: EnsureSetting): Promise<void> {
  await withAdmin(client, async (admin) => {
    const there = new Set(await admin.listTopics())
    const missing = plan.filter(({ name }) => !there.has(name))
    if (missing.length > 0 && !mayCreate) throw missingTopics(missing)
    if (missing.length > 0) await createTopics(admin, missing)
    await checkTopics(admin, plan.filter(({ name }) => there.has(name)))
  })
}

export async function withAdmin<Result>(client: KafkaClient, work: (admin: Admin) => Promise<Result>): Promise<Result> {
  const admin = client.admin()
  await admin.connect()
  try {
    return await work(admin)
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

function missingTopics(missing: readonly PlannedTopic[]): UserError {
  const names = missing.map(({ name }) => name).join(', ')
  const rule = 'topics are made only where that is allowed'
  return new UserError({ code: 'missing_topics', message: `there is no topic ${names}`, place: '--target kafka', value: names, rule, fix: 'allow it with --create-topics', exitCode: 106 })
}

function unfit(topic: string, value: string, rule: string): UserError {
  return new UserError({ code: 'unfit_topic', message: `topic ${topic} has ${value}`, place: topic, value, rule, fix: 'choose another --topic-prefix, or change the topic', exitCode: 106 })
}
