import type { KafkaClient } from './client.ts'
import { withAdmin } from './topic-admin.ts'
import { planBoard, planTopics } from './topic-plan.ts'

const TERMS = { partitions: 1, replication: 1 }

/** Topics of a run that are still there. Only names that a run makes: another's topics may begin alike. */
export async function leftTopics(client: KafkaClient, prefix: string): Promise<readonly string[]> {
  const there = new Set(await withAdmin(client, (admin) => admin.listTopics()))
  return [...planTopics(prefix, TERMS), planBoard(prefix, TERMS)].map(({ name }) => name).filter((name) => there.has(name))
}

export async function deleteTopics(client: KafkaClient, topics: readonly string[]): Promise<void> {
  if (topics.length > 0) await withAdmin(client, (admin) => admin.deleteTopics({ topics: [...topics] }))
}
