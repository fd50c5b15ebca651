import type { KafkaRequest } from '../../runs/open-kafka-target.ts'
import { UserError } from '../../runs/user-error.ts'
import { brokerFlags, kafkaFlags, serverFlags, type ServerFlagValues, serversRequestOf } from './kafka-flags.ts'
import { isSecret } from './usage-error.ts'
import { Flags } from '@oclif/core'

/** Where `promo replay` goes, beyond the embedded pipeline. */
export const replayTargetFlags = {
  ...serverFlags,
  'topic-prefix': kafkaFlags['topic-prefix'],
  'create-topics': kafkaFlags['create-topics'],
  'send-only': Flags.boolean({ description: 'with --target kafka: only put the recorded events into topics, for a pipeline of your own', default: false }),
  yes: Flags.boolean({ description: 'really send to topics that somebody else may have', default: false }),
} as const

export interface ReplayTargetFlags extends ServerFlagValues {
  readonly target: string
  readonly 'topic-prefix'?: string
  readonly 'create-topics': boolean
  readonly 'send-only': boolean
  readonly yes: boolean
}

/** Undefined: the embedded pipeline. `isFromTopic`: brokers and prefix are about where the recording comes from. */
export function replayTargetOf(flags: ReplayTargetFlags, typed: ReadonlySet<string>, isFromTopic: boolean): KafkaRequest | undefined {
  if (flags.target !== 'kafka') return refuseTyped(flags, typed, isFromTopic ? [...Object.keys(brokerFlags), 'topic-prefix'] : [])
  if (flags.yes && !flags['send-only']) throw mistake('--yes', '--yes means nothing here', 'a replay through the pipeline writes into empty topics only', 'leave it out, or add --send-only')
  const topicPrefix = isFromTopic ? undefined : flags['topic-prefix']
  return { ...serversRequestOf(flags, typed), topicPrefix, createTopics: flags['create-topics'], guarantee: 'exactly-once', commitIntervalMs: 0, archive: false }
}

/** Of what decides, and of what comes out of it. */
const OF_A_PIPELINE = ['out', 'force', 'rules', 'diff', 'against', 'cold', 'loop', 'group', ...Object.keys(serverFlags).filter((name) => !Object.hasOwn(brokerFlags, name))]

/** Where nothing is decided, nothing comes out. */
export function refusePipelineFlags(typed: ReadonlySet<string>): void {
  const flag = OF_A_PIPELINE.find((name) => typed.has(name))
  if (flag !== undefined) throw mistake(`--${flag}`, `--${flag} means nothing beside --send-only`, 'events are put into topics; nothing is decided, and no folder comes about', `leave out --${flag}, or --send-only`)
}

function refuseTyped(flags: ReplayTargetFlags, typed: ReadonlySet<string>, allowed: readonly string[]): undefined {
  const flag = Object.keys(replayTargetFlags).find((name) => typed.has(name) && !allowed.includes(name)) as keyof ReplayTargetFlags | undefined
  if (flag === undefined) return undefined
  const value = isSecret(flag) ? undefined : String(flags[flag])
  throw mistake(`--${flag}`, `--${flag} means nothing here`, 'it is about servers, and the embedded target has none', 'add --target kafka, or leave it out', value)
}

function mistake(place: string, message: string, rule: string, fix: string, value?: string): UserError {
  return new UserError({ code: 'flag_without_target', message, place, value, rule, fix, exitCode: 2 })
}
