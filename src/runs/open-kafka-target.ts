import { postgresLogin, redisLogin, type ServerAccess, type ServerLogin } from '../adapters/server-url.ts'
import { type KafkaAddress, KafkaClient } from '../adapters/kafka/client.ts'
import { countBrokers, ensureTopics } from '../adapters/kafka/topic-admin.ts'
import { planTopics } from '../adapters/kafka/topic-plan.ts'
import { PostgresLink } from '../adapters/postgres/client.ts'
import { ensureSchema } from '../adapters/postgres/schema.ts'
import { askKafka } from '../adapters/process/ask-kafka.ts'
import { RedisLink } from '../adapters/redis/client.ts'
import { readStack } from './stack/stack-state.ts'
import { postgresUrl } from './stack/health.ts'
import type { Guarantee, KafkaTarget } from './threads/kafka-target.ts'
import { UserError } from './user-error.ts'

/** What a user says about `--target kafka`. Without addresses it is the stack that runs. */
export interface KafkaRequest {
  readonly brokers?: readonly string[]
  readonly redis?: ServerAccess
  readonly postgres?: ServerAccess
  readonly topicPrefix?: string
  readonly guarantee: Guarantee
  readonly createTopics: boolean
  /** Hosts that may be used although they are not on this machine. */
  readonly allowedHosts: readonly string[]
}

interface Servers {
  readonly brokers: readonly string[]
  readonly redis: ServerAccess
  readonly postgres: ServerAccess
  /** The project's own servers, where topics and tables are made without asking. */
  readonly isOwn: boolean
}

const ANSWER_MS_MAX = 3000
const REPLICATION_MAX = 3
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/** Finds the servers, and makes or checks everything on them that a run needs, before anything is sent. */
export async function openKafkaTarget(request: KafkaRequest, runId: string, partitions: number): Promise<KafkaTarget> {
  const servers = serversOf(request)
  const [redis, postgres] = [redisLogin(servers.redis, '--redis'), postgresLogin(servers.postgres, '--postgres')]
  for (const host of [...servers.brokers.map(hostOf), redis.host, postgres.host]) refuseForeign(host, request.allowedHosts)
  await reachBroker(servers.brokers)
  await reachRedis(redis)
  const prefix = request.topicPrefix ?? `promo-${runId}.`
  const mayCreate = servers.isOwn || request.createTopics
  await prepareTopics({ brokers: servers.brokers }, prefix, partitions, mayCreate)
  const schema = await prepareTables(postgres, `promo_${runId.replaceAll(/[^a-z0-9_]/g, '_')}`, mayCreate)
  return { address: { brokers: servers.brokers }, prefix, guarantee: request.guarantee, redis, postgres, schema }
}

async function prepareTopics(address: KafkaAddress, prefix: string, partitions: number, mayCreate: boolean): Promise<void> {
  const client = new KafkaClient(address)
  const plan = planTopics(prefix, { partitions, replication: Math.min(REPLICATION_MAX, await countBrokers(client)) })
  await ensureTopics(client, plan, { mayCreate })
}

/** A schema of the run's own, named after it. */
async function prepareTables(login: ServerLogin, name: string, mayCreate: boolean): Promise<string> {
  const link = await PostgresLink.open(login)
  try {
    return await ensureSchema(link, shortened(name), { mayCreate })
  } finally {
    await link.close()
  }
}

/** The end of a run's id tells it from others, its beginning when it was. */
const shortened = (name: string): string => (name.length <= 40 ? name : `${name.slice(0, 35)}${name.slice(-5)}`)

function serversOf({ brokers, redis, postgres }: KafkaRequest): Servers {
  if (!brokers && !redis && !postgres) return serversOfStack()
  if (!brokers || !redis || !postgres) throw incomplete()
  return { brokers, redis, postgres, isOwn: false }
}

function serversOfStack(): Servers {
  const servers = readStack()?.servers ?? []
  const addresses = (wanted: string) => servers.filter(({ kind }) => kind === wanted).map(({ address }) => address)
  const [brokers, [redis], [postgres]] = [addresses('kafka'), addresses('redis'), addresses('postgres')]
  if (brokers.length === 0 || !redis || !postgres) throw noStack()
  return { brokers, redis: { url: `redis://${redis}` }, postgres: { url: postgresUrl(postgres) }, isOwn: true }
}

/** Said within seconds: a client of Kafka would try for half a minute. */
async function reachBroker(brokers: readonly string[]): Promise<void> {
  const answers = await Promise.allSettled(brokers.map((broker) => askKafka(broker, ANSWER_MS_MAX)))
  if (answers.some(({ status }) => status === 'fulfilled')) return
  const rule = 'one broker at least answers before a run begins'
  const fix = 'promo stack status shows the stack; for brokers of your own, check --brokers'
  throw new UserError({ code: 'kafka_unavailable', message: `no broker answers at ${brokers.join(', ')}`, place: '--brokers', value: brokers.join(','), rule, fix, exitCode: 106 })
}

async function reachRedis(login: ServerLogin): Promise<void> {
  const link = await RedisLink.open(login, 'write')
  link.close()
}

const hostOf = (address: string): string => address.slice(0, address.lastIndexOf(':')).replace(/^\[(.*)\]$/, '$1')

function refuseForeign(host: string, allowed: readonly string[]): void {
  if (LOOPBACK.test(host) || allowed.includes(host)) return
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
