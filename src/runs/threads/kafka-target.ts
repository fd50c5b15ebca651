import type { KafkaAddress } from '../../adapters/kafka/client.ts'
import type { ServerLogin } from '../../adapters/server-url.ts'

export { type Mechanism, MECHANISMS } from '../../adapters/kafka/mechanisms.ts'

/** What a batch promises: `exactly-once` commits it in a transaction, `at-least-once` may write its outputs twice. */
export const GUARANTEES = ['exactly-once', 'at-least-once'] as const
export type Guarantee = (typeof GUARANTEES)[number]

/** The servers that a run works on, and what on them is its own. It has secrets in it: never written anywhere. */
export interface KafkaTarget {
  readonly address: KafkaAddress
  /** Stands before the name of every topic, and of every key in Redis. */
  readonly prefix: string
  readonly guarantee: Guarantee
  /** What a record waits for its commit, at most, as long as there is time for it. */
  readonly commitIntervalMs: number
  readonly redis: ServerLogin
  readonly postgres: ServerLogin
  /** Of the run's tables. */
  readonly schema: string
  /** Whether a thread of its own carries decisions and audit to PostgreSQL. */
  readonly archive: boolean
}
