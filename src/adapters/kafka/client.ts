import { type Admin, type Consumer, kafkajs, type PartitionAssigner, type Producer, type SASLOptions } from './kafkajs.ts'
import type { Mechanism } from './mechanisms.ts'

export type { Admin, Consumer, IHeaders, Message, PartitionAssigner, Producer, RecordMetadata, TopicMessages, Transaction } from './kafkajs.ts'
export { brokerErrorOf, isHopeless, isPassing } from './broker-error.ts'
export const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol

/** Where a cluster is, and how to get in. Secrets are resolved by then; this object is never written anywhere. */
export interface KafkaAddress {
  readonly brokers: readonly string[]
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
  readonly sasl?: { readonly mechanism: Mechanism; readonly username: string; readonly password: string }
}

export interface ConsumerSetting {
  readonly groupId: string
  readonly assigner: PartitionAssigner
  readonly bytesMax: number
  /** Called where it would start again, which it then does not. */
  readonly onRestart?: () => void
}

/**
 * A member that is gone is noticed after the session timeout, and the others hear of it with their next heartbeat. One
 * that comes back under a new name after its broker died waits as long for its old self.
 */
export const SESSION = { timeoutMs: 6000, heartbeatMs: 1000 } as const

const CONNECTION_TIMEOUT_MS = 5000
const TRANSACTION_TIMEOUT_MS = 30_000
/** A broker answers a fetch when it has so much, or after so long: small answers cost as much as large ones. */
const FETCH_BYTES_MIN = 1 << 16
const FETCH_WAIT_MS = 10
/** Short at first: a transaction that follows another at once is told to come again a few milliseconds later. */
const RETRY = { initialRetryTime: 8, multiplier: 2, factor: 0.5, maxRetryTime: 1000, retries: 14 }
/** A consumer has nothing to lose by waiting for its broker. */
const PATIENT_RETRY = { ...RETRY, retries: Number.MAX_SAFE_INTEGER }

/** How long a client waits for one answer, and how often it asks. */
interface Patience {
  readonly answerMsMax: number
  readonly retry: typeof RETRY
}

const PATIENT: Patience = { answerMsMax: 10_000, retry: RETRY }
/** For the first question of all: somebody waits for the answer. */
export const IMPATIENT: Patience = { answerMsMax: 3000, retry: { ...RETRY, retries: 0 } }

/** The project's way to use kafkajs. */
export class KafkaClient {
  readonly #kafka: InstanceType<typeof kafkajs.Kafka>

  constructor({ brokers, tls, sasl }: KafkaAddress, { answerMsMax, retry }: Patience = PATIENT) {
    this.#kafka = new kafkajs.Kafka({
      clientId: 'promo',
      brokers: [...brokers],
      ssl: tls,
      // A copy: kafkajs hangs a function into it, and an address goes to other threads.
      sasl: sasl && ({ ...sasl } as SASLOptions),
      connectionTimeout: Math.min(CONNECTION_TIMEOUT_MS, answerMsMax),
      requestTimeout: answerMsMax,
      retry,
      logLevel: kafkajs.logLevel.NOTHING,
    })
  }

  admin(): Admin {
    return this.#kafka.admin()
  }

  /** Idempotent. Never more than one send at a time, and none after one that failed: sequence numbers would be used twice. */
  producer(transactionalId?: string): Producer {
    return this.#kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      allowAutoTopicCreation: false,
      retry: RETRY,
      ...(transactionalId !== undefined && { transactionalId, transactionTimeout: TRANSACTION_TIMEOUT_MS }),
    })
  }

  consumer({ groupId, assigner, bytesMax, onRestart }: ConsumerSetting): Consumer {
    return this.#kafka.consumer({
      groupId,
      partitionAssigners: [assigner],
      maxBytesPerPartition: bytesMax,
      minBytes: FETCH_BYTES_MIN,
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      retry: { ...PATIENT_RETRY, ...(onRestart && { restartOnFailure: async () => (onRestart(), false) }) },
      sessionTimeout: SESSION.timeoutMs,
      heartbeatInterval: SESSION.heartbeatMs,
    })
  }
}
