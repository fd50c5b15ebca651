import type { KafkaAddress } from '../../adapters/kafka/client.ts'
import type { PipelineSetting, ThreadSetting } from './pipeline-setting.ts'

/** What a batch promises: `exactly-once` commits it in a transaction, `at-least-once` may write its outputs twice. */
export const GUARANTEES = ['exactly-once', 'at-least-once'] as const
export type Guarantee = (typeof GUARANTEES)[number]

/** The cluster that a run works on, and the topics there that are its own. */
export interface KafkaTarget {
  readonly address: KafkaAddress
  /** Stands before the name of every topic. */
  readonly prefix: string
  readonly guarantee: Guarantee
}

export interface KafkaPipelineSetting extends PipelineSetting {
  readonly kafka: KafkaTarget
}

export interface KafkaSenderSetting extends ThreadSetting {
  readonly kafka: KafkaTarget
}
