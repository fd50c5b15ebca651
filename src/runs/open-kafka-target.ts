import { type KafkaAddress, KafkaClient } from '../adapters/kafka/client.ts'
import { hostOf, type KafkaAccess, kafkaAddress } from '../adapters/kafka/kafka-access.ts'
import { reachCluster } from '../adapters/kafka/reach.ts'
import { countBrokers, ensureTopics } from '../adapters/kafka/topic-admin.ts'
import { planTopics } from '../adapters/kafka/topic-plan.ts'
import { PostgresLink } from '../adapters/postgres/client.ts'
import { ensureSchema } from '../adapters/postgres/schema.ts'
import { RedisLink } from '../adapters/redis/client.ts'
import { RedisPriceCache } from '../adapters/redis/price-cache.ts'
import { isLoopback } from '../adapters/loopback.ts'
import { postgresLogin, redisLogin, type ServerAccess, type ServerLogin } from '../adapters/server-url.ts'
import { readStack } from './stack/stack-state.ts'
import { postgresUrl } from './stack/health.ts'
import type { Guarantee, KafkaTarget } from './threads/kafka-target.ts'
import { UserError } from './user-error.ts'

/** What a user says about `--target kafka`. Without addresses it is the stack that runs. */
export interface KafkaRequest {
  readonly kafka?: KafkaAccess
  readonly redis?: ServerAccess
  readonly postgres?: ServerAccess
  readonly topicPrefix?: string
  readonly guarantee: Guarantee
  readonly createTopics: boolean
  readonly archive: boolean
  /** Hosts that may be used although they are not on this machine. */
  readonly allowedHosts: readonly string[]
}

interface Servers {
  readonly kafka: KafkaAccess
  readonly redis: ServerAccess
  readonly postgres: ServerAccess
  /** The project's own servers, where topics and tables are made without asking. */
  readonly isOwn: boolean
}

const REPLICATION_MAX = 3

/** Finds the servers, and makes or checks everything on them that a run needs, before anything is sent. */
export async function openKafkaTarget(request: KafkaRequest, runId: string, partitions: number): Promise<KafkaTarget> {
  const servers = serversOf(request)
  const [address, redis, postgres] = [kafkaAddress(servers.kafka), redisLogin(servers.redis, '--redis'), postgresLogin(servers.postgres, '--postgres')]
  refuseForeign([...address.brokers.map(hostOf), redis.host, postgres.host], request.allowedHosts)
  // A cluster sends its clients on to brokers of its own choice.
  refuseForeign(await reachCluster(address), request.allowedHosts)
  const prefix = request.topicPrefix ?? `promo-${runId}.`
  const mayCreate = servers.isOwn || request.createTopics
  await tryRedis(redis, prefix)
  const tables = await PostgresLink.open(postgres)
  try {
    await prepareTopics(address, prefix, partitions, mayCreate)
    const schema = await ensureSchema(tables, schemaOf(runId), { mayCreate })
    return { address, prefix, guarantee: request.guarantee, redis, postgres, schema, archive: request.archive }
  } finally {
    await tables.close()
  }
}

async function prepareTopics(address: KafkaAddress, prefix: string, partitions: number, mayCreate: boolean): Promise<void> {
  const client = new KafkaClient(address)
  const plan = planTopics(prefix, { partitions, replication: Math.min(REPLICATION_MAX, await countBrokers(client)) })
  await ensureTopics(client, plan, { mayCreate })
}

/** A schema of the run's own. The end of a run's id tells it from others, its beginning when it was. */
function schemaOf(runId: string): string {
  const name = `promo_${runId.replaceAll(/[^a-z0-9_]/g, '_')}`
  return name.length <= 40 ? name : `${name.slice(0, 35)}${name.slice(-5)}`
}

function serversOf({ kafka, redis, postgres }: KafkaRequest): Servers {
  if (!kafka && !redis && !postgres) return serversOfStack()
  if (!kafka || !redis || !postgres) throw incomplete()
  return { kafka, redis, postgres, isOwn: false }
}

function serversOfStack(): Servers {
  const servers = readStack()?.servers ?? []
  const addresses = (wanted: string) => servers.filter(({ kind }) => kind === wanted).map(({ address }) => address)
  const [brokers, [redis], [postgres]] = [addresses('kafka'), addresses('redis'), addresses('postgres')]
  if (brokers.length === 0 || !redis || !postgres) throw noStack()
  return { kafka: { brokers }, redis: { url: `redis://${redis}` }, postgres: { url: postgresUrl(postgres) }, isOwn: true }
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

function refuseForeign(hosts: readonly string[], allowed: readonly string[]): void {
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
