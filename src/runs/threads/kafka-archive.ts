import { setTimeout } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { Unavailable } from '../../engine/pricing/ports.ts'
import { KafkaClient } from '../../adapters/kafka/client.ts'
import { withAdmin } from '../../adapters/kafka/topic-admin.ts'
import { TopicFeed } from '../../adapters/kafka/topic-feed.ts'
import { Archive, ARCHIVED_TOPICS, type ArchiveCounts, type ArchiveRecord } from '../../adapters/postgres/archive.ts'
import { PostgresLink } from '../../adapters/postgres/client.ts'
import type { ArchiveTotals } from './archive-totals.ts'
import type { KafkaTarget } from './kafka-target.ts'
import type { ThreadSetting } from './pipeline-setting.ts'
import { patiently } from './real-prices.ts'

const BATCH_RECORDS_MAX = 2000
const WAIT_MS = 100
/** Of each topic and partition, fetched ahead. */
const HELD_MAX = 1 << 20
/** Brokers show a commit some milliseconds after they have answered it. */
const SETTLE_MS = 200

interface Place {
  readonly topic: string
  readonly partition: number
}

const { scenario, kafka } = workerData as ThreadSetting & { readonly kafka: KafkaTarget }
const client = new KafkaClient(kafka.address)
const link = await patiently(() => PostgresLink.open(kafka.postgres))
const archive = await patiently(() => Archive.open(link, kafka.schema))
const places: readonly Place[] = ARCHIVED_TOPICS.flatMap((topic) => Array.from({ length: scenario.partitions }, (_, partition) => ({ topic, partition })))
const sources = places.map(({ topic, partition }) => ({ topic: kafka.prefix + topic, partition, from: archive.nextOffset(topic, partition) }))
const feed = new TopicFeed(client, { sources, heldMax: HELD_MAX })
let isFinishing = false

const laneOf = ({ topic, partition }: Place) => feed.lane(kafka.prefix + topic, partition)

function takeFrom(place: Place, records: ArchiveRecord[]): void {
  const lane = laneOf(place)
  while (records.length < BATCH_RECORDS_MAX) {
    const record = lane.shift()
    if (!record) return
    records.push({ ...place, ...record })
  }
}

/** A PostgreSQL that is out of reach holds up nothing but the archive, and that only until the run ends. */
async function keep(records: readonly ArchiveRecord[]): Promise<void> {
  for (;;) {
    try {
      return await archive.append(records)
    } catch (error) {
      if (!(error instanceof Unavailable) || isFinishing) throw error
    }
  }
}

/** Writes what has arrived, or waits for something to arrive. */
async function work(): Promise<void> {
  const { raised } = feed.arrival
  const records: ArchiveRecord[] = []
  for (const place of places) takeFrom(place, records)
  if (records.length > 0) await keep(records)
  else await feed.arrival.waitSince(raised, WAIT_MS)
}

async function endsOf(topic: string): Promise<readonly (Place & { readonly end: number })[]> {
  const offsets = await withAdmin(client, (admin) => admin.fetchTopicOffsets(kafka.prefix + topic))
  return offsets.map(({ partition, high }) => ({ topic, partition, end: Number(high) }))
}

/** Everything that the run has committed. */
async function drain(): Promise<void> {
  await setTimeout(SETTLE_MS)
  const ends = (await Promise.all(ARCHIVED_TOPICS.map(endsOf))).flat()
  const isLeft = () => ends.some((place) => !laneOf(place).isEmpty || laneOf(place).position < place.end)
  while (isLeft()) await work()
}

/** Null where PostgreSQL is out of reach at the end. */
async function archiveAll(): Promise<ArchiveCounts | null> {
  try {
    while (!isFinishing) await work()
    await drain()
    return await archive.counts()
  } catch (error) {
    if (error instanceof Unavailable) return null
    throw error
  }
}

// Told by whoever conducts the run, when nobody writes any more.
parentPort!.on('message', ({ kind }: { readonly kind: string }) => {
  if (kind === 'finish') isFinishing = true
})
await feed.start()
const totals: ArchiveTotals = { schema: kafka.schema, counts: await archiveAll() }
await Promise.all([feed.stop(), link.close()])
parentPort!.postMessage({ kind: 'done', totals })
