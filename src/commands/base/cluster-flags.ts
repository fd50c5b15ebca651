import { Flags } from '@oclif/core'
import type { ClusterRequest } from '../../runs/cluster/cluster-request.ts'
import type { KafkaRequest } from '../../runs/open-kafka-target.ts'
import { UserError } from '../../runs/user-error.ts'
import { text, whole } from './flags.ts'
import { serverFlags } from './kafka-flags.ts'

/** Who does the work of a run on Kafka. Without any of these, threads of the one process do. */
export const clusterFlags = {
  workers: whole(1, 256, 2)({ description: 'processes that run the pipeline, which share its partitions' }),
  generators: whole(1, 256, 2)({ description: 'processes that send the traffic, a segment of the schedule each' }),
  external: Flags.boolean({ description: 'start none of them: wait for promo worker and promo generate of other terminals or machines' }),
} as const

/** Of those who take part in a run that somebody else conducts. */
export const prefixFlag = text('prefix', 'promo.')({ description: 'before the name of every topic: that of the run' })

/** oclif has no words of ours for a flag that is missing. */
export function prefixOf(flags: { readonly 'topic-prefix'?: string }): string {
  if (flags['topic-prefix'] !== undefined) return flags['topic-prefix']
  throw refusal('no_prefix', '--topic-prefix', 'is missing', 'whoever takes part in a run must know where its board is', 'write --topic-prefix and the prefix of promo simulate --external')
}

interface ClusterFlagValues {
  readonly target: string
  readonly workers?: number
  readonly generators?: number
  readonly external?: boolean
}

interface Token {
  readonly type: string
  readonly flag?: string
  readonly input?: string
}

/** Undefined where threads do the work. */
export function clusterRequestOf(flags: ClusterFlagValues, kafka: KafkaRequest | undefined, raw: readonly Token[]): ClusterRequest | undefined {
  const { workers = 1, generators = 1, external = false } = flags
  const typed = (Object.keys(clusterFlags) as (keyof typeof clusterFlags)[]).find((name) => flags[name])
  if (typed === undefined) return undefined
  if (!kafka) throw refusal('flag_without_target', `--${typed}`, 'means nothing here', 'it is about processes that meet on Kafka, and the embedded target has none', 'add --target kafka, or leave it out')
  if (kafka.guarantee === 'at-least-once') throw refusal('unfenced_workers', '--guarantee', 'cannot be at-least-once here', 'workers take partitions over from each other, and only a transaction fences the one before', 'leave out --guarantee, or --workers, --generators and --external')
  if (external && kafka.topicPrefix === undefined) throw refusal('no_prefix', '--topic-prefix', 'is missing', 'those who are not started here must know where the board of the run is', 'write for example --topic-prefix promo.')
  return { workers, generators, isExternal: external, serverArgs: serverArgsIn(raw) }
}

/** As they were typed: where a secret is found, never a secret. A flag without a value is its own input. */
function serverArgsIn(raw: readonly Token[]): readonly string[] {
  const about = raw.filter(({ flag }) => flag !== undefined && flag in serverFlags)
  return about.map(({ flag, input }) => (input === undefined || input === `--${flag}` ? `--${flag}` : `--${flag}=${input}`))
}

function refusal(code: string, place: string, problem: string, rule: string, fix: string): UserError {
  return new UserError({ code, message: `${place} ${problem}`, place, rule, fix, exitCode: 2 })
}
