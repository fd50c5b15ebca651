import { Flags } from '@oclif/core'
import type { KafkaRequest, ServersRequest } from '../../runs/open-kafka-target.ts'
import { GUARANTEES, type Mechanism, MECHANISMS } from '../../runs/threads/kafka-target.ts'
import { UserError } from '../../runs/user-error.ts'
import { isSecret } from './usage-error.ts'
import { address, addresses, choice, interval, path, text } from './flags.ts'

const REFERENCE = 'env:NAME or file:path'

/** Flags about a server begin with its name; this is the one that says where it is. */
const ADDRESSES = { kafka: 'brokers', redis: 'redis', postgres: 'postgres' } as const

/** Where Kafka is. Nothing secret stands on a command line: only where a secret is found. */
export const brokerFlags = {
  brokers: addresses({ description: 'Kafka brokers, instead of the stack that runs', env: 'PROMO_BROKERS' }),
  'kafka-user': text('name', 'promo')({ description: 'who we are to the brokers (SASL)', env: 'PROMO_KAFKA_USER' }),
  'kafka-password': text(REFERENCE, 'env:KAFKA_PASSWORD')({ description: 'where the password is found' }),
  'kafka-mechanism': choice(MECHANISMS)({ description: 'how the brokers ask for it; scram-sha-512 if nothing is said', env: 'PROMO_KAFKA_MECHANISM' }),
  'kafka-tls': Flags.boolean({ description: 'TLS to the brokers; any of the next three means it too', env: 'PROMO_KAFKA_TLS' }),
  'kafka-ca': path({ description: 'certificate of the authority that signed the brokers’, where the system does not know it', env: 'PROMO_KAFKA_CA' }),
  'kafka-cert': path({ description: 'our own certificate, where the brokers ask for one', env: 'PROMO_KAFKA_CERT' }),
  'kafka-key': path({ description: 'its private key', env: 'PROMO_KAFKA_KEY' }),
  'allow-host': text('host', 'kafka.example.com')({ description: 'a server that is not on this machine; repeatable', multiple: true, multipleNonGreedy: true }),
} as const

/** Where the servers are. */
export const serverFlags = {
  ...brokerFlags,
  redis: text('url', 'redis://127.0.0.1:6379')({ description: 'Redis, as redis://[user@]host:port, rediss:// with TLS', env: 'PROMO_REDIS' }),
  'redis-password': text(REFERENCE, 'env:REDIS_PASSWORD')({ description: 'where its password is found' }),
  'redis-ca': path({ description: 'certificate of the authority that signed its certificate', env: 'PROMO_REDIS_CA' }),
  postgres: text('url', 'postgresql://promo@127.0.0.1:5432/promo')({ description: 'PostgreSQL, as postgresql://user@host:port/database[?sslmode=verify-full]', env: 'PROMO_POSTGRES' }),
  'postgres-password': text(REFERENCE, 'env:PGPASSWORD')({ description: 'where its password is found' }),
  'postgres-ca': path({ description: 'certificate of the authority that signed its certificate', env: 'PROMO_POSTGRES_CA' }),
} as const

/** What else `--target kafka` can be told. */
export const kafkaFlags = {
  ...serverFlags,
  toxiproxy: address({ description: 'your Toxiproxy, whose proxies are the addresses above: for faults on the way to them', env: 'PROMO_TOXIPROXY' }),
  'topic-prefix': text('prefix', 'promo.')({ description: 'before the name of every topic; without it one is made of the run’s id' }),
  'create-topics': Flags.boolean({ description: 'make topics and tables that are missing; on the stack’s own servers that needs no leave' }),
  guarantee: choice(GUARANTEES)({ description: 'a transaction a batch, or none and what is written twice is told apart by its id', default: 'exactly-once' }),
  'commit-interval': interval({ description: 'what a record waits for its commit at most, 50ms if not said; longer ones cost less', env: 'PROMO_COMMIT_INTERVAL' }),
  archive: Flags.boolean({ description: 'keep decisions and audit in PostgreSQL, to be searched; it takes from the pipeline’s cores' }),
} as const

const COMMIT_INTERVAL_MS = 50

export interface ServerFlagValues {
  readonly brokers?: readonly string[]
  readonly 'kafka-user'?: string
  readonly 'kafka-password'?: string
  readonly 'kafka-mechanism'?: string
  readonly 'kafka-tls'?: boolean
  readonly 'kafka-ca'?: string
  readonly 'kafka-cert'?: string
  readonly 'kafka-key'?: string
  readonly redis?: string
  readonly 'redis-password'?: string
  readonly 'redis-ca'?: string
  readonly postgres?: string
  readonly 'postgres-password'?: string
  readonly 'postgres-ca'?: string
  readonly 'allow-host'?: readonly string[]
}

interface KafkaFlagValues extends ServerFlagValues {
  readonly target: string
  readonly toxiproxy?: string
  readonly 'topic-prefix'?: string
  readonly 'create-topics': boolean
  readonly guarantee: string
  readonly 'commit-interval'?: number
  readonly archive: boolean
}

/** Undefined for the embedded target, where none of these flags may be typed. */
export function kafkaRequestOf(flags: KafkaFlagValues, typed: ReadonlySet<string>): KafkaRequest | undefined {
  if (flags.target !== 'kafka') return refuseTyped(flags, typed)
  if (flags.brokers === undefined) refuseWithout('brokers', 'toxiproxy', typed)
  return {
    ...serversRequestOf(flags, typed),
    toxiproxy: flags.toxiproxy,
    topicPrefix: flags['topic-prefix'],
    createTopics: flags['create-topics'],
    guarantee: flags.guarantee as KafkaRequest['guarantee'],
    commitIntervalMs: flags['commit-interval'] ?? COMMIT_INTERVAL_MS,
    archive: flags.archive,
  }
}

interface Token {
  readonly type: string
  readonly flag?: string
}

/** Flags that stand on the command line, apart from those with a default or from the environment. */
export const typedFlags = (raw: readonly Token[]): ReadonlySet<string> => new Set(raw.flatMap(({ type, flag }) => (type === 'flag' ? (flag ?? []) : [])))

export function serversRequestOf(flags: ServerFlagValues, typed: ReadonlySet<string>): ServersRequest {
  for (const [server, address] of Object.entries(ADDRESSES)) if (flags[address] === undefined) refuseWithout(address, `${server}-`, typed)
  return {
    kafka: flags.brokers === undefined ? undefined : kafkaAccess(flags, flags.brokers),
    redis: flags.redis === undefined ? undefined : { url: flags.redis, password: flags['redis-password'], caFile: flags['redis-ca'] },
    postgres: flags.postgres === undefined ? undefined : { url: flags.postgres, password: flags['postgres-password'], caFile: flags['postgres-ca'] },
    allowedHosts: flags['allow-host'] ?? [],
  }
}

function kafkaAccess(flags: ServerFlagValues, brokers: readonly string[]): KafkaRequest['kafka'] {
  const { 'kafka-user': user, 'kafka-password': password, 'kafka-tls': tls } = flags
  const mechanism = flags['kafka-mechanism'] as Mechanism | undefined
  return { brokers, user, password, mechanism, tls, caFile: flags['kafka-ca'], certFile: flags['kafka-cert'], keyFile: flags['kafka-key'] }
}

function refuseTyped(flags: KafkaFlagValues, typed: ReadonlySet<string>): undefined {
  const flag = (Object.keys(kafkaFlags) as (keyof typeof kafkaFlags)[]).find((name) => typed.has(name))
  if (flag === undefined) return undefined
  const value = isSecret(flag) ? undefined : String(flags[flag])
  const rule = 'it is about servers, and the embedded target has none'
  throw new UserError({ code: 'flag_without_target', message: `--${flag} means nothing here`, place: `--${flag}`, value, rule, fix: 'add --target kafka, or leave it out', exitCode: 2 })
}

/** The stack’s own servers are entered without any of these. */
function refuseWithout(address: string, prefix: string, typed: ReadonlySet<string>): void {
  const flag = [...typed].find((name) => name.startsWith(prefix))
  if (flag === undefined) return
  throw new UserError({ code: 'flag_without_address', message: `--${flag} means nothing without --${address}`, place: `--${flag}`, rule: 'it is about a server of your own', fix: `add --${address}, or leave it out`, exitCode: 2 })
}
