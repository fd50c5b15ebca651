/** What kafkajs hands to the part that sends: only what is used here. */
export interface SendParts {
  readonly cluster: {
    addMultipleTargetTopics(topics: readonly string[]): Promise<void>
    refreshMetadataIfNecessary(): Promise<void>
    refreshMetadata(): Promise<void>
    findTopicPartitionMetadata(topic: string): readonly unknown[]
    findLeaderForPartitions(topic: string, partitions: readonly number[]): Readonly<Record<string, readonly number[]>>
    findBroker(wanted: { readonly nodeId: string }): Promise<SendingBroker>
    removeBroker(address: { readonly host?: string; readonly port?: number }): void
    isConnected(): boolean
    connect(): Promise<void>
  }
  readonly partitioner: (wanted: { readonly topic: string; readonly partitionMetadata: readonly unknown[]; readonly message: unknown }) => number
  readonly eosManager: {
    isTransactional(): boolean
    getTransactionalId(): string | undefined
    getProducerId(): unknown
    getProducerEpoch(): unknown
    getSequence(topic: string, partition: number): number
    updateSequence(topic: string, partition: number, increment: number): void
    addPartitionsToTransaction(topicData: readonly TopicData[]): Promise<void>
    acquireBrokerLock(broker: SendingBroker): Promise<void>
    releaseBrokerLock(broker: SendingBroker): Promise<void>
  }
  readonly retrier: <Result>(work: (bail: (error: unknown) => void) => Promise<Result>) => Promise<Result>
}

export interface SendingBroker {
  produce(request: object): Promise<{ readonly topics: readonly { readonly topicName: string; readonly partitions: readonly object[] }[] }>
}

/** Records for one partition, until they are acknowledged. */
interface Portion {
  readonly topic: string
  readonly partition: number
  readonly messages: readonly unknown[]
}

interface TopicData {
  readonly topic: string
  readonly partitions: (Portion & { firstSequence: number })[]
}

export interface Send {
  readonly acks: number
  readonly timeout?: number
  readonly compression?: number
  readonly topicMessages: readonly { readonly topic: string; readonly messages: readonly unknown[] }[]
}

interface SendError extends Error {
  readonly retriable?: boolean
  readonly type?: string
  readonly host?: string
  readonly port?: number
}

/** By these a broker or a connection says that somebody else leads the partition by now. */
const MOVED = new Set(['KafkaJSMetadataNotLoaded', 'KafkaJSConnectionError', 'KafkaJSConnectionClosedError', 'KafkaJSBrokerNotFound', 'UNKNOWN_TOPIC_OR_PARTITION', 'LEADER_NOT_AVAILABLE', 'NOT_LEADER_FOR_PARTITION'])

/**
 * Sends to the leaders of all partitions at once, and again what was not acknowledged. kafkajs keeps account by broker:
 * where a broker dies in between, partitions that move to one that has answered are never sent and pass for sent, and
 * those of one that is asked again are sent twice. Here each partition has its own account. A record that is sent again
 * has the number that it had, so that brokers know it, whoever leads.
 */
export function sendMessages(parts: SendParts) {
  return async ({ topicMessages, ...terms }: Send): Promise<readonly object[]> => {
    const acknowledged: object[] = []
    let left: readonly Portion[] | undefined
    return parts.retrier(async (bail) => {
      await parts.cluster.addMultipleTargetTopics(topicMessages.map(({ topic }) => topic))
      try {
        await parts.cluster.refreshMetadataIfNecessary()
        left ??= topicMessages.flatMap((each) => portionsOf(parts, each))
        const sends = await Promise.all([...byLeader(parts, left)].map((each) => trySend(parts, terms, each)))
        acknowledged.push(...sends.flatMap(({ answers }) => answers))
        left = sends.flatMap((send) => send.left)
        const errors = sends.flatMap(({ error }) => error ?? [])
        if (errors.length > 0) throw await recovered(parts, errors)
        return acknowledged
      } catch (error) {
        if ((error as SendError).retriable === false) bail(error)
        throw error
      }
    })
  }
}

function portionsOf({ cluster, partitioner }: SendParts, { topic, messages }: Send['topicMessages'][number]): readonly Portion[] {
  const partitionMetadata = cluster.findTopicPartitionMetadata(topic)
  const groups = Map.groupBy(messages, (message) => partitioner({ topic, partitionMetadata, message }))
  return [...groups].map(([partition, group]) => ({ topic, partition, messages: group }))
}

function byLeader({ cluster }: SendParts, portions: readonly Portion[]): ReadonlyMap<string, readonly Portion[]> {
  return Map.groupBy(portions, ({ topic, partition }) => Object.keys(cluster.findLeaderForPartitions(topic, [partition]))[0])
}

interface Tried {
  readonly answers: readonly object[]
  readonly left: readonly Portion[]
  readonly error?: SendError
}

/** Never rejects: the others are not given up because one fails. */
async function trySend(parts: SendParts, terms: object, [nodeId, portions]: readonly [string, readonly Portion[]]): Promise<Tried> {
  try {
    return { answers: await sendTo(parts, terms, await parts.cluster.findBroker({ nodeId }), portions), left: [] }
  } catch (error) {
    return { answers: [], left: portions, error: error as SendError }
  }
}

async function sendTo({ eosManager }: SendParts, terms: object, broker: SendingBroker, portions: readonly Portion[]): Promise<readonly object[]> {
  await eosManager.acquireBrokerLock(broker)
  try {
    const topicData: readonly TopicData[] = [...Map.groupBy(portions, ({ topic }) => topic)].map(([topic, own]) => ({
      topic,
      partitions: own.map((portion) => ({ ...portion, firstSequence: eosManager.getSequence(topic, portion.partition) })),
    }))
    if (eosManager.isTransactional()) await eosManager.addPartitionsToTransaction(topicData)
    const producer = { transactionalId: eosManager.isTransactional() ? eosManager.getTransactionalId() : undefined, producerId: eosManager.getProducerId(), producerEpoch: eosManager.getProducerEpoch() }
    const { topics } = await broker.produce({ ...terms, ...producer, topicData })
    // Only now: what was not acknowledged keeps its number.
    for (const { topic, partition, messages } of portions) eosManager.updateSequence(topic, partition, messages.length)
    return topics.flatMap(({ topicName, partitions }) => partitions.map((partition) => ({ topicName, ...partition })))
  } finally {
    await eosManager.releaseBrokerLock(broker)
  }
}

/** Finds out who leads now, and returns the error that says most: one that is not worth another try, where there is one. */
async function recovered({ cluster }: SendParts, errors: readonly SendError[]): Promise<SendError> {
  for (const { name, host, port } of errors) if (name === 'KafkaJSConnectionClosedError') cluster.removeBroker({ host, port })
  const wasConnected = cluster.isConnected()
  if (!wasConnected) await cluster.connect()
  if (!wasConnected || errors.some(({ name, type }) => MOVED.has(name) || MOVED.has(`${type}`))) await cluster.refreshMetadata()
  return errors.find(({ retriable }) => retriable === false) ?? errors[0]
}
