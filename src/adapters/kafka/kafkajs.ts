import { createRequire } from 'node:module'
import { setTimeout } from 'node:timers/promises'
import type * as Kafkajs from 'kafkajs'
import { brokerErrorOf } from './broker-error.ts'
import { encodeProduceRequest, type ProduceRequest } from './produce-request.ts'
import { decodeFetchResponse, type FetchedPartition } from './fetch-response.ts'
import { sendMessages } from './send-messages.ts'

export type { Admin, Consumer, IHeaders, Message, PartitionAssigner, Producer, RecordMetadata, SASLOptions, TopicMessages, Transaction } from 'kafkajs'

const COORDINATOR_KNOWN_MS = 1000
const METADATA_KNOWN_MS = 300_000
const COORDINATOR_WITHIN_MS = 60_000
const ASK_AGAIN_AFTER_MS = 250
const require = createRequire(import.meta.url)

// Its parts take each other in when they are loaded: what replaces one of them comes before that.
accountByPartition()
encodeInOneBuffer()
decodeWhereItLies()
restInsteadOfPolling()
rememberCoordinators()
tellOfMissingRights()
outliveTheLastBroker()
forgetHalfAnswers()

/** kafkajs, which only this file imports, with what it does too slowly for us done otherwise. Its version is fixed. */
export const kafkajs = require('kafkajs') as typeof Kafkajs

/** Where a broker dies, kafkajs loses records and doubles others; and it groups messages in time by the square of their number. */
function accountByPartition(): void {
  replaceExports('producer/sendMessages', sendMessages)
}

/** Versions 4 to 7 are made from version 3. */
function encodeInOneBuffer(): void {
  const { Produce: apiKey } = partOf('protocol/requests/apiKeys') as { readonly Produce: number }
  replaceExports('protocol/requests/produce/v3/request', (request: ProduceRequest) => ({
    apiKey,
    apiVersion: 3,
    apiName: 'Produce',
    expectResponse: () => request.acks !== 0,
    async encode() {
      const buffer = encodeProduceRequest(request)
      return { buf: buffer, buffer }
    },
  }))
}

/** Its own decoder makes a dozen objects a record, and passes for an error of all what is wrong with one partition. */
function decodeWhereItLies(): void {
  replaceExports('protocol/requests/fetch/v11/response', { decode: async (bytes: Buffer) => decodeFetchResponse(bytes), parse: async (fetched: unknown) => fetched })
}

/** What reads records without a group: kafkajs has it, and does not show it. */
export interface FetchCluster {
  connect(): Promise<void>
  disconnect(): Promise<void>
  isConnected(): boolean
  addMultipleTargetTopics(topics: readonly string[]): Promise<void>
  refreshMetadata(): Promise<void>
  /** Partitions by the node that leads them. */
  findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>
  findBroker(wanted: { readonly nodeId: string }): Promise<FetchBroker>
  fetchTopicsOffset(wanted: readonly { readonly topic: string; readonly partitions: readonly { readonly partition: number }[]; readonly fromBeginning: true }[]): Promise<readonly { readonly partitions: readonly { readonly offset: string }[] }[]>
}

export interface FetchBroker {
  fetch(request: FetchRequest): Promise<readonly FetchedPartition[]>
  /** Whoever asks it next connects anew. */
  disconnect(): Promise<void>
}

export interface FetchRequest {
  readonly maxWaitTime: number
  readonly minBytes: number
  readonly maxBytes: number
  readonly topics: readonly { readonly topic: string; readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string; readonly maxBytes: number }[] }[]
}

const READ_COMMITTED = 1

export function openFetchCluster(kafka: InstanceType<typeof kafkajs.Kafka>): FetchCluster {
  const create = Object.getOwnPropertySymbols(kafka).find(({ description }) => description === 'private:Kafka:createCluster')!
  const hidden = kafka as unknown as Readonly<Record<symbol, (setting: object) => FetchCluster>>
  return hidden[create]({ metadataMaxAge: METADATA_KNOWN_MS, allowAutoTopicCreation: false, isolationLevel: READ_COMMITTED })
}

/** What a broker's error code means. */
export function protocolError(code: number): Error {
  const { createErrorFromCode } = partOf('protocol/error') as { readonly createErrorFromCode: (code: number) => Error }
  return createErrorFromCode(code)
}

function partOf(path: string): unknown {
  return require(`kafkajs/src/${path}`)
}

function replaceExports(path: string, exports: unknown): void {
  partOf(path)
  require.cache[require.resolve(`kafkajs/src/${path}`)]!.exports = exports
}

interface Remembered {
  readonly answer: unknown
  readonly askedAtMs: number
}

interface Cluster {
  findGroupCoordinator(wanted: { readonly groupId: string; readonly coordinatorType?: number }): Promise<unknown>
}

/**
 * kafkajs asks who coordinates a transaction twice in each, which is two of five round trips. Answers are kept for a
 * second. One that is outdated by then fails the transaction, and the next producer asks anew.
 */
function rememberCoordinators(): void {
  const { prototype } = partOf('cluster') as { readonly prototype: Cluster }
  const known = new WeakMap<Cluster, Map<string, Remembered>>()
  const find = prototype.findGroupCoordinator
  prototype.findGroupCoordinator = async function findOrRemember(this: Cluster, wanted) {
    const answers = known.get(this) ?? new Map<string, Remembered>()
    known.set(this, answers)
    const key = `${wanted.coordinatorType} ${wanted.groupId}`
    const remembered = answers.get(key)
    if (remembered && performance.now() - remembered.askedAtMs < COORDINATOR_KNOWN_MS) return remembered.answer
    answers.delete(key)
    const answer = await insisting(() => find.call(this, wanted))
    answers.set(key, { answer, askedAtMs: performance.now() })
    return answer
  }
}

/** A cluster makes the topic behind its coordinators when it is first asked for one; where that takes seconds, kafkajs gives up for good. */
async function insisting(find: () => Promise<unknown>): Promise<unknown> {
  for (const giveUpAt = performance.now() + COORDINATOR_WITHIN_MS; ; await setTimeout(ASK_AGAIN_AFTER_MS)) {
    try {
      return await find()
    } catch (error) {
      if ((error as Error).name !== 'KafkaJSGroupCoordinatorNotFound' || performance.now() > giveUpAt) throw error
    }
  }
}

interface BrokerPool {
  withBroker(ask: (broker: unknown) => Promise<unknown>): Promise<unknown>
}

/** kafkajs asks broker by broker for a coordinator and forgets why none answered. A right that is missing does not come by asking again. */
function tellOfMissingRights(): void {
  const { prototype } = partOf('cluster/brokerPool') as { readonly prototype: BrokerPool }
  const askEach = prototype.withBroker
  prototype.withBroker = async function askOrTell(this: BrokerPool, ask) {
    let refusal: unknown
    const noted = (broker: unknown) =>
      ask(broker).catch((error: unknown) => {
        if (brokerErrorOf(error).endsWith('_AUTHORIZATION_FAILED')) refusal = error
        throw error
      })
    const answer = await askEach.call(this, noted)
    if (answer === null && refusal !== undefined) throw refusal
    return answer
  }
}

interface Brokers {
  seedBroker: unknown
  readonly brokers: Readonly<Record<string, unknown>>
  removeBroker(address: object): void
}

/** Where all brokers were removed, kafkajs has no first one any more, and asks nobody for its name when the next one is removed. */
function outliveTheLastBroker(): void {
  const { prototype } = partOf('cluster/brokerPool') as { readonly prototype: Brokers }
  const remove = prototype.removeBroker
  prototype.removeBroker = function removeIfKnown(this: Brokers, address) {
    this.seedBroker ??= Object.values(this.brokers)[0]
    if (this.seedBroker) remove.call(this, address)
  }
}

interface Connection {
  chunks: readonly Buffer[]
  bytesBuffered: number
  bytesNeeded: number
  isConnected(): boolean
  connect(): Promise<unknown>
}

const SIZE_BYTES = 4

/**
 * A connection that was cut in the middle of an answer keeps what came of it. kafkajs opens the same one again, and reads what
 * comes then as the rest of that answer: nothing is ever answered on it any more.
 */
function forgetHalfAnswers(): void {
  const { prototype } = partOf('network/connection') as { readonly prototype: Connection }
  const connect = prototype.connect
  prototype.connect = function connectAnew(this: Connection) {
    if (!this.isConnected()) Object.assign(this, { chunks: [], bytesBuffered: 0, bytesNeeded: SIZE_BYTES })
    return connect.call(this)
  }
}

interface RequestQueue {
  readonly pending: readonly unknown[]
  readonly throttledUntil: number
  scheduleCheckPendingRequests(): void
}

/**
 * Each connection of kafkajs looks for pending requests every millisecond, for ever, even where none are pending and
 * nothing is throttled; with tens of connections that is a good part of a core, and Node warns of negative timeouts.
 */
function restInsteadOfPolling(): void {
  const { prototype } = partOf('network/requestQueue') as { readonly prototype: RequestQueue }
  const schedule = prototype.scheduleCheckPendingRequests
  prototype.scheduleCheckPendingRequests = function scheduleIfNeeded(this: RequestQueue) {
    if (this.pending.length > 0 || this.throttledUntil > Date.now()) schedule.call(this)
  }
}
