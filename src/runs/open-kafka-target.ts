import { type KafkaAddress, KafkaClient } from '../adapters/kafka/client.ts'
import { hostOf, type KafkaAccess, kafkaAddress } from '../adapters/kafka/kafka-access.ts'
import { reachCluster } from '../adapters/kafka/reach.ts'
import { countBrokers, ensureTopics } from '../adapters/kafka/topic-admin.ts'
import { planBoard, planTopics } from '../adapters/kafka/topic-plan.ts'
import { PostgresLink } from '../adapters/postgres/client.ts'
import { ensureSchema, refuseUsedSchema } from '../adapters/postgres/schema.ts'
import { RedisLink } from '../adapters/redis/client.ts'
import { RedisPriceCache } from '../adapters/redis/price-cache.ts'
import { isLoopback } from '../adapters/loopback.ts'
import type { ServerKind } from '../adapters/process/servers/server-plan.ts'
import { postgresLogin, redisLogin, type ServerAccess, type ServerLogin } from '../adapters/server-url.ts'
import { prefixOf, schemaOf } from './server-names.ts'
import { readStack } from './stack/stack-state.ts'
import { postgresUrl } from './stack/health.ts'
import type { Guarantee, KafkaTarget } from './threads/kafka-target.ts'
import { UserError } from './user-error.ts'

/** Which servers a user has named. Without addresses it is the stack that runs. */
export interface ServersRequest {
  readonly kafka?: KafkaAccess
  readonly redis?: ServerAccess
  readonly postgres?: ServerAccess
  /** Hosts that may be used although they are not on this machine. */
  readonly allowedHosts: readonly string[]
  /** Servers of the stack that are reached through its Toxiproxy: faults are wanted on the way. */
  readonly throughToxiproxy?: ReadonlySet<ServerKind>
}

/** What a user says about `--target kafka`. */
export interface KafkaRequest extends ServersRequest {
  readonly topicPrefix?: string
  readonly guarantee: Guarantee
  readonly commitIntervalMs: number
  readonly createTopics: boolean
  readonly archive: boolean
  /** A Toxiproxy of one's own, before the servers named here. */
  readonly toxiproxy?: string
  /** Whether others take part in the run: they need its board. */
  readonly isShared?: boolean
  /** Whether its tables must be empty, as its topics must. */
  readonly beginsEmpty?: boolean
}

/** Servers that answer and let us in. Secrets are in it: never written anywhere. */
export type ReachedServers = Pick<KafkaTarget, 'address' | 'redis' | 'postgres'>

interface Servers {
  readonly kafka: KafkaAccess
  readonly redis: ServerAccess
  readonly postgres: ServerAccess
}

const REPLICATION_MAX = 3

/** Finds the servers, and makes or checks everything on them that a run needs, before anything is sent. */
export async function openKafkaTarget(request: KafkaRequest, runId: string, partitions: number): Promise<KafkaTarget> {
  const { address, redis, postgres } = await reachServers(request)
  const prefix = prefixOf(runId, request.topicPrefix)
  const mayCreate = isOwnStack(request) || request.createTopics
  await tryRedis(redis, prefix)
  const tables = await PostgresLink.open(postgres)
  try {
    if (request.beginsEmpty) await refuseUsedSchema(tables, schemaOf(runId))
    await prepareTopics(address, prefix, { partitions, mayCreate, hasBoard: request.isShared ?? false })
    const schema = await ensureSchema(tables, schemaOf(runId), { mayCreate })
    return { address, prefix, guarantee: request.guarantee, commitIntervalMs: request.commitIntervalMs, redis, postgres, schema, archive: request.archive }
  } finally {
    await tables.close()
  }
}

/** Servers that answer, as the one who conducts a run and all who take part in it find them. */
export async function reachServers(request: ServersRequest): Promise<ReachedServers> {
  const servers = serversOf(request)
  const [address, redis, postgres] = [kafkaAddress(servers.kafka), redisLogin(servers.redis, '--redis'), postgresLogin(servers.postgres, '--postgres')]
  refuseForeign([...address.brokers.map(hostOf), redis.host, postgres.host], request.allowedHosts)
  // A cluster sends its clients on to brokers of its own choice.
  refuseForeign(await reachCluster(address), request.allowedHosts)
  return { address, redis, postgres }
}

interface TopicNeeds {
  readonly partitions: number
  readonly mayCreate: boolean
  readonly hasBoard: boolean
}

async function prepareTopics(address: KafkaAddress, prefix: string, { partitions, mayCreate, hasBoard }: TopicNeeds): Promise<void> {
  const client = new KafkaClient(address)
  const terms = { partitions, replication: Math.min(REPLICATION_MAX, await countBrokers(client)) }
  // The board comes last: whoever waits for it finds everything else there.
  await ensureTopics(client, planTopics(prefix, terms), { mayCreate })
  if (hasBoard) await ensureTopics(client, [planBoard(prefix, terms)], { mayCreate })
}

/** The project's own servers, where topics and tables are made without asking. */
export const isOwnStack = ({ kafka, redis, postgres }: Omit<ServersRequest, 'allowedHosts'>): boolean => !kafka && !redis && !postgres

function serversOf({ kafka, redis, postgres, throughToxiproxy }: ServersRequest): Servers {
  if (isOwnStack({ kafka, redis, postgres })) return serversOfStack(throughToxiproxy)
  if (!kafka || !redis || !postgres) throw incomplete()
  return { kafka, redis, postgres }
}

function serversOfStack(through: ReadonlySet<ServerKind> = new Set()): Servers {
  const servers = readStack()?.servers ?? []
  const addresses = (wanted: ServerKind) => servers.filter(({ kind }) => kind === wanted).map(({ address, proxied }) => (through.has(wanted) ? proxied! : address))
  const [brokers, [redis], [postgres]] = [addresses('kafka'), addresses('redis'), addresses('postgres')]
  if (brokers.length === 0 || !redis || !postgres) throw noStack()
  return { kafka: { brokers }, redis: { url: `redis://${redis}` }, postgres: { url: postgresUrl(postgres) } }
}

/** What the pipeline and the readers will do is done once, so that a user without the right to do it is told now. */
async function tryRedis(login: ServerLogin, prefix: string): Promise<void> {
  const link = await RedisLink.open(login, 'write')
  try {
    await new RedisPriceCache({ reader: link, writer: link, prefix }).tryRights()
  } finally {
    link.close()
  }
}

export function refuseForeign(hosts: readonly string[], allowed: readonly string[]): void {
  const host = hosts.find((each) => !isLoopback(each) && !allowed.includes(each))
  if (host === undefined) return
  const rule = 'a run loads servers of another machine only where that was said'
  throw new UserError({ code: 'host_not_allowed', message: `${host} is not on this machine`, place: '--target kafka', value: host, rule, fix: `allow it by name: --allow-host ${host}`, exitCode: 2 })
}

function incomplete(): UserError {
  const rule = 'addresses of all three, or of none: then it is the stack that runs'
  return new UserError({ code: 'incomplete_target', message: '--brokers, --redis and --postgres belong together', place: '--target kafka', rule, fix: 'write the missing ones', exitCode: 2 })
}

function noStack(): UserError {
  const rule = 'without addresses, --target kafka uses the stack that runs, with Kafka, Redis and PostgreSQL'
  return new UserError({ code: 'no_stack', message: 'no such stack runs', place: '--target kafka', rule, fix: 'start it with promo stack up, or give --brokers, --redis and --postgres', exitCode: 106 })
}
