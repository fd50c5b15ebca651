import { type Admin, type Consumer, type FetchCluster, kafkajs, openFetchCluster, type PartitionAssigner, type Producer, type SASLOptions } from './kafkajs.ts'
import type { Mechanism } from './mechanisms.ts'

export type { Admin, Consumer, FetchBroker, FetchCluster, FetchRequest, IHeaders, Message, PartitionAssigner, Producer, RecordMetadata, TopicMessages, Transaction } from './kafkajs.ts'
export { brokerErrorOf, isHopeless, isPassing } from './broker-error.ts'
export { protocolError } from './kafkajs.ts'
export const { MemberAssignment, MemberMetadata } = kafkajs.AssignerProtocol

/** Where a cluster is, and how to get in. Secrets are resolved by then; this object is never written anywhere. */
export interface KafkaAddress {
  readonly brokers: readonly string[]
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string }
  readonly sasl?: { readonly mechanism: Mechanism; readonly username: string; readonly password: string }
}

export interface MembershipSetting {
  readonly groupId: string
  readonly assigner: PartitionAssigner
}

/**
 * A member that is gone is noticed after the session timeout, and the others hear of it with their next heartbeat. One
 * that comes back under a new name after its broker died waits as long for its old self.
 */
export const SESSION = { timeoutMs: 6000, heartbeatMs: 1000 } as const

const CONNECTION_TIMEOUT_MS = 5000
const TRANSACTION_TIMEOUT_MS = 30_000
/** Short at first: a transaction that follows another at once is told to come again, and a millisecond or two is enough. */
const RETRY = { initialRetryTime: 2, multiplier: 2, factor: 0.5, maxRetryTime: 1000, retries: 16 }
/** A member has nothing to lose by waiting for its broker. */
const PATIENT_RETRY = { ...RETRY, retries: Number.MAX_SAFE_INTEGER }
/** A group is for its members; nothing is fetched for it. */
const LOOK_EVERY_MS = 1000

/** How long a client waits for one answer, and how often it asks. */
interface Patience {
  readonly answerMsMax: number
  readonly retry: typeof RETRY
}

const PATIENT: Patience = { answerMsMax: 10_000, retry: RETRY }
/** For the first question of all: somebody waits for the answer. */
export const IMPATIENT: Patience = { answerMsMax: 3000, retry: { ...RETRY, retries: 0 } }
/** For readers, who ask again themselves, and others by then. */
const READING: Patience = { answerMsMax: 5000, retry: { ...RETRY, retries: 2 } }

/** The project's way to use kafkajs. */
export class KafkaClient {
  readonly #address: KafkaAddress
  readonly #kafka: Kafka
  #reading: Kafka | undefined

  constructor(address: KafkaAddress, patience: Patience = PATIENT) {
    this.#address = address
    this.#kafka = kafkaOf(address, patience)
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

  /** A consumer that shares partitions out with others, and reads none. */
  member({ groupId, assigner }: MembershipSetting): Consumer {
    return this.#kafka.consumer({
      groupId,
      partitionAssigners: [assigner],
      maxWaitTimeInMs: LOOK_EVERY_MS,
      allowAutoTopicCreation: false,
      retry: PATIENT_RETRY,
      sessionTimeout: SESSION.timeoutMs,
      heartbeatInterval: SESSION.heartbeatMs,
    })
  }

  fetchCluster(): FetchCluster {
    return openFetchCluster((this.#reading ??= kafkaOf(this.#address, READING)))
  }
}

type Kafka = InstanceType<typeof kafkajs.Kafka>

function kafkaOf({ brokers, tls, sasl }: KafkaAddress, { answerMsMax, retry }: Patience): Kafka {
  return new kafkajs.Kafka({
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
