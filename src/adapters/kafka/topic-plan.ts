import { ORDER_TOPIC, OUTPUT_TOPICS } from '../output-topics.ts'
import { BOARD_TOPIC } from './board.ts'
import { SNAPSHOT_TOPIC } from './snapshot-topic.ts'
import { INPUT_TOPICS } from './topics.ts'

export interface TopicTerms {
  readonly partitions: number
  readonly replication: number
}

export interface PlannedTopic extends TopicTerms {
  readonly name: string
  readonly config: Config
}

type Config = Readonly<Record<string, string>>

const DAY_MS = 86_400_000
const INPUT_RETENTION_MS = 7 * DAY_MS
/** As long as inputs can be executed again, their order must be known. */
const ORDER_RETENTION_MS = 8 * DAY_MS
/**
 * Deleted as soon as a newer one is named by an order record; their age is only the limit where that is not allowed. It
 * is not compaction that tells which are old: chunks of a snapshot belong together, and only order records know it.
 */
const SNAPSHOT_RETENTION_MS = 9 * DAY_MS
/** What is deleted leaves the disk in whole segments. */
const SNAPSHOT_SEGMENT_BYTES = 64 << 20
/** An order record lists the offsets of duplicates: in the worst case all of a batch. */
const ORDER_BYTES_MAX = 8 << 20

/** Every topic with its retention and replication. This is the only place where they stand. */
export function planTopics(prefix: string, terms: TopicTerms): readonly PlannedTopic[] {
  const topic = (name: string, config: Config) => planTopic(prefix + name, terms, config)
  return [
    ...[...INPUT_TOPICS, ...OUTPUT_TOPICS].map((name) => topic(name, { 'retention.ms': String(INPUT_RETENTION_MS) })),
    topic(ORDER_TOPIC, { 'retention.ms': String(ORDER_RETENTION_MS), 'max.message.bytes': String(ORDER_BYTES_MAX) }),
    topic(SNAPSHOT_TOPIC, { 'retention.ms': String(SNAPSHOT_RETENTION_MS), 'segment.bytes': String(SNAPSHOT_SEGMENT_BYTES) }),
  ]
}

/** Copies of recorded topics, for whoever wants to read them. What they hold has the age that it was recorded with, so none may be too old. */
export const planCopies = (topics: readonly Omit<PlannedTopic, 'config'>[]): readonly PlannedTopic[] => topics.map(({ name, ...terms }) => planTopic(name, terms, { 'retention.ms': '-1' }))

/** The run board: one partition, so that all read it in one order. */
export function planBoard(prefix: string, { replication }: Pick<TopicTerms, 'replication'>): PlannedTopic {
  return planTopic(prefix + BOARD_TOPIC, { partitions: 1, replication }, { 'retention.ms': String(INPUT_RETENTION_MS) })
}

function planTopic(name: string, { partitions, replication }: TopicTerms, config: Config): PlannedTopic {
  const inSync = String(Math.max(1, replication - 1))
  return { name, partitions, replication, config: { 'cleanup.policy': 'delete', 'min.insync.replicas': inSync, ...config } }
}
