import { KafkaClient } from '../adapters/kafka/client.ts'
import { deleteTopics, leftTopics } from '../adapters/kafka/left-topics.ts'
import { PostgresLink } from '../adapters/postgres/client.ts'
import { dropLeftSchema, hasLeftSchema } from '../adapters/postgres/left-schema.ts'
import { RedisLink } from '../adapters/redis/client.ts'
import { countLeftKeys, deleteLeftKeys } from '../adapters/redis/left-keys.ts'
import { findRun, runFolders } from './folders/run-folders.ts'
import { isRunId } from './folders/run-id.ts'
import { isRunning } from './folders/run-state.ts'
import { type ReachedServers, reachServers, type ServersRequest } from './open-kafka-target.ts'
import { prefixOf, schemaOf } from './server-names.ts'
import { UserError } from './user-error.ts'

export interface CleanRequest {
  /** An id, `last`, or the path of a run folder; an id also where the folder is gone. */
  readonly run: string
  readonly servers: ServersRequest
  /** Where the run had one of its own. */
  readonly topicPrefix?: string
  /** False: it is only said what there is. */
  readonly mayDelete: boolean
}

/** What a run left on servers. */
export interface LeftOnServers {
  readonly run: string
  readonly topics: readonly string[]
  readonly redisKeys: number
  /** Null: it is not there. */
  readonly schema: string | null
  readonly deleted: boolean
}

/** Looks for what a run left on Kafka, Redis and PostgreSQL, and deletes it where that is allowed. */
export async function clean({ run, servers, topicPrefix, mayDelete }: CleanRequest): Promise<LeftOnServers> {
  const id = idOf(run)
  const reached = await reachServers(servers)
  const prefix = prefixOf(id, topicPrefix)
  const [topics, redisKeys, schema] = [await cleanKafka(reached, prefix, mayDelete), await cleanRedis(reached, prefix, mayDelete), await cleanPostgres(reached, schemaOf(id), mayDelete)]
  return { run: id, topics, redisKeys, schema, deleted: mayDelete }
}

function idOf(run: string): string {
  const known = isRunId(run) ? runFolders().find(({ id }) => id === run) : findRun(run)
  if (known && isRunning(known.dir)) throw goesOn(known.id)
  return known?.id ?? run
}

function goesOn(id: string): UserError {
  const rule = 'only what nobody uses any more is deleted'
  return new UserError({ code: 'run_goes_on', message: `run ${id} still goes on`, place: '<run>', value: id, rule, fix: 'wait for its end, or interrupt it', exitCode: 104 })
}

async function cleanKafka({ address }: ReachedServers, prefix: string, mayDelete: boolean): Promise<readonly string[]> {
  const client = new KafkaClient(address)
  const topics = await leftTopics(client, prefix)
  if (mayDelete) await deleteTopics(client, topics)
  return topics
}

async function cleanRedis({ redis }: ReachedServers, prefix: string, mayDelete: boolean): Promise<number> {
  const link = await RedisLink.open(redis, 'write')
  try {
    return await (mayDelete ? deleteLeftKeys(link, prefix) : countLeftKeys(link, prefix))
  } finally {
    link.close()
  }
}

async function cleanPostgres({ postgres }: ReachedServers, schema: string, mayDelete: boolean): Promise<string | null> {
  const link = await PostgresLink.open(postgres)
  try {
    if (!(await hasLeftSchema(link, schema))) return null
    if (mayDelete) await dropLeftSchema(link, schema)
    return schema
  } finally {
    await link.close()
  }
}
