import { Flags } from '@oclif/core'
import type { KafkaRequest } from '../../runs/open-kafka-target.ts'
import { GUARANTEES } from '../../runs/threads/kafka-target.ts'
import { UserError } from '../../runs/user-error.ts'
import { addresses, choice, text } from './flags.ts'

const REFERENCE = 'env:NAME or file:path'

/** Where the servers of `--target kafka` are. Nothing secret stands on a command line: only where a secret is found. */
export const kafkaFlags = {
  brokers: addresses({ description: 'Kafka brokers, instead of the stack that runs', env: 'PROMO_BROKERS' }),
  redis: text('url', 'redis://127.0.0.1:6379')({ description: 'Redis, as redis://[user@]host:port, rediss:// with TLS', env: 'PROMO_REDIS' }),
  postgres: text('url', 'postgresql://promo@127.0.0.1:5432/promo')({ description: 'PostgreSQL, as postgresql://user@host:port/database[?sslmode=verify-full]', env: 'PROMO_POSTGRES' }),
  'redis-password': text(REFERENCE, 'env:REDIS_PASSWORD')({ description: 'where its password is found' }),
  'postgres-password': text(REFERENCE, 'env:PGPASSWORD')({ description: 'where its password is found' }),
  'topic-prefix': text('prefix', 'promo.')({ description: 'before the name of every topic; without it one is made of the run’s id' }),
  'create-topics': Flags.boolean({ description: 'make topics and tables that are missing; on the stack’s own servers that needs no leave' }),
  guarantee: choice(GUARANTEES)({ description: 'a transaction a batch, or none and what is written twice is told apart by its id', default: 'exactly-once' }),
  'allow-host': text('host', 'kafka.example.com')({ description: 'a server that is not on this machine; repeatable', multiple: true, multipleNonGreedy: true }),
} as const

interface KafkaFlagValues {
  readonly target: string
  readonly brokers?: readonly string[]
  readonly redis?: string
  readonly postgres?: string
  readonly 'redis-password'?: string
  readonly 'postgres-password'?: string
  readonly 'topic-prefix'?: string
  readonly 'create-topics': boolean
  readonly guarantee: string
  readonly 'allow-host'?: readonly string[]
}

/** Undefined for the embedded target, where none of these flags may be typed. */
export function kafkaRequestOf(flags: KafkaFlagValues, typed: ReadonlySet<string>): KafkaRequest | undefined {
  if (flags.target !== 'kafka') return refuseTyped(flags, typed)
  return {
    brokers: flags.brokers,
    redis: flags.redis === undefined ? undefined : { url: flags.redis, password: flags['redis-password'] },
    postgres: flags.postgres === undefined ? undefined : { url: flags.postgres, password: flags['postgres-password'] },
    topicPrefix: flags['topic-prefix'],
    createTopics: flags['create-topics'],
    guarantee: flags.guarantee as KafkaRequest['guarantee'],
    allowedHosts: flags['allow-host'] ?? [],
  }
}

function refuseTyped(flags: KafkaFlagValues, typed: ReadonlySet<string>): undefined {
  const flag = (Object.keys(kafkaFlags) as (keyof typeof kafkaFlags)[]).find((name) => typed.has(name))
  if (flag === undefined) return undefined
  const rule = 'it is about servers, and the embedded target has none'
  throw new UserError({ code: 'flag_without_target', message: `--${flag} means nothing here`, place: `--${flag}`, value: String(flags[flag]), rule, fix: 'add --target kafka, or leave it out', exitCode: 2 })
}
